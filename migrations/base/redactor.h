// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace migrations {

// Takes secrets out of text that is shown, logged, stored or copied: each secret raw,
// percent-encoded and -decoded, JSON- and shell-quoted; and the password part of any URL, known
// or not. A value; shared by copying.
class Redactor
{
public:
    void addSecret(const QString &secret);
    QString redact(const QString &text) const;
    QStringList redact(const QStringList &texts) const;

private:
    QStringList m_forms; // longest first
};

} // namespace migrations
