// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/pythontext.h"

#include <QFile>
#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace migrations::pythontext {

bool isSpace(QChar character)
{
    return character.isSpace() || (character >= u'\x1c' && character <= u'\x1f');
}

QString strippedRight(const QString &text)
{
    qsizetype end = text.size();
    while (end > 0 && isSpace(text[end - 1]))
        --end;
    return text.left(end);
}

QString stripped(const QString &text)
{
    qsizetype begin = 0;
    while (begin < text.size() && isSpace(text[begin]))
        ++begin;
    return strippedRight(text.mid(begin));
}

Result<QString> decoded(const QByteArray &bytes, const QString &file)
{
    // ConvertInitialBom: as Python does, the mark is kept as a character of the text.
    QStringDecoder decoder(QStringDecoder::Utf8,
        QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    QString text = decoder.decode(bytes);
    if (decoder.hasError())
        return failure(ErrorKind::File,
            u"%1 is not UTF-8 text, so Python cannot read it. Save it as UTF-8."_s.arg(file), {},
            u"not_utf8"_s);
    text.replace(u"\r\n"_s, u"\n"_s);
    text.replace(u'\r', u'\n');
    return text;
}

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::File, u"%1 cannot be read. Check who may read it."_s.arg(path),
            file.errorString(), u"unreadable"_s);
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorKind::File, u"%1 cannot be read to its end."_s.arg(path),
            file.errorString(), u"unreadable"_s);
    return bytes;
}

} // namespace migrations::pythontext
