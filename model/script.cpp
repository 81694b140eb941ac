// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "model/script.h"

#include "migrations/base/sourcefile.h"
#include "migrations/git/repository.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace model {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 longestScript = 8 * 1024 * 1024;
const QByteArray byteOrderMark = "\xef\xbb\xbf"_ba;

QString tr(const char *text)
{
    return QCoreApplication::translate("model::Script", text);
}

} // namespace

QByteArray Script::bytesOf(const QString &changed) const
{
    return (bytes.startsWith(byteOrderMark) ? byteOrderMark : QByteArray()) + changed.toUtf8();
}

bool Script::canBeWritten() const
{
    return problem.isEmpty() && !bytes.contains('\0') && bytesOf(text) == bytes;
}

Script readScriptFile(const QString &path)
{
    Script script {.path = path};
    if (const qint64 size = QFileInfo(path).size(); size > longestScript) {
        script.problem = tr("This file is too large to show (%1 MB).").arg(size / (1024 * 1024));
        return script;
    }
    const auto bytes = migrations::readSourceFile(path);
    if (!bytes || !*bytes) {
        script.problem = bytes ? tr("This file is not there any more.") : bytes.error().message;
        return script;
    }
    script.bytes = **bytes;
    script.text = QString::fromUtf8(script.bytes);
    script.pushed = migrations::isPushed(path).value_or(false);
    script.draft = migrations::DraftStore().find(path);
    return script;
}

} // namespace model
