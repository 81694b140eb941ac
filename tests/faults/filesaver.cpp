// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Saves a revision file, so that it can be killed or its disk made to fail:
// PATH LETTER saves it once, filled with the letter; PATH alone saves it with "a" and "b" for ever.

#include "migrations/base/sourcefile.h"

#include <QCoreApplication>

#include <cstdio>

namespace {

constexpr qsizetype size = 300'000;

int save(const QString &path, char letter)
{
    const auto saved = migrations::replaceSourceFile(path, QByteArray(size, letter));
    if (!saved)
        std::puts(qPrintable(saved.error().message));
    return saved ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() > 2)
        return save(arguments.at(1), arguments.at(2).at(0).toLatin1());
    std::puts("saving");
    std::fflush(stdout);
    while (save(arguments.at(1), 'a') == 0 && save(arguments.at(1), 'b') == 0) { }
    return 1;
}
