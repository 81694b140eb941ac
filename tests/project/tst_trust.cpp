// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/project/trust.h"
#include "tests/project/folders.h"

#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace migrations;

class TestTrust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsTrustedAtFirst();
    void aTrustedFolderStaysTrusted();
    void whatLiesBelowIsTrustedAndWhatLiesBesideIsNot();
    void trustIsForTheRealPath();
    void aForgottenFolderIsAskedAboutAgain();
    void anotherOwnersFolderIsNotTrusted();
    void aListThatOthersMayWriteSaysNothing();
    void whatIsNoFolderCannotBeTrusted();
    void theFileIsForTheUserAlone();

private:
    std::unique_ptr<Folder> m_folder;
    TrustStore store() const { return TrustStore(m_folder->path(u"data"_s)); }
    QString path(const QString &relative) const { return m_folder->path(relative); }
};

void TestTrust::init()
{
    m_folder = std::make_unique<Folder>();
    QVERIFY(m_folder->make(u"shop/backend"_s));
    QVERIFY(m_folder->make(u"shop2"_s));
}

void TestTrust::nothingIsTrustedAtFirst()
{
    QVERIFY(!store().isTrusted(path(u"shop"_s)));
    QVERIFY(store().trusted().isEmpty());
}

void TestTrust::aTrustedFolderStaysTrusted()
{
    QVERIFY(store().trust(path(u"shop"_s)));
    QVERIFY(store().isTrusted(path(u"shop"_s)));
    QVERIFY(store().trust(path(u"shop"_s)));
    QCOMPARE(store().trusted(), QStringList {path(u"shop"_s)});
}

void TestTrust::whatLiesBelowIsTrustedAndWhatLiesBesideIsNot()
{
    QVERIFY(store().trust(path(u"shop"_s)));
    QVERIFY(store().isTrusted(path(u"shop/backend"_s)));
    QVERIFY(!store().isTrusted(path(u"shop2"_s)));
    QVERIFY(!store().isTrusted(path({})));
    QVERIFY(!store().isTrusted(path(u"shop/../shop2"_s)));
    QVERIFY(!store().isTrusted(path(u"shop/missing"_s)));
}

void TestTrust::trustIsForTheRealPath()
{
    QVERIFY(QFile::link(path(u"shop"_s), path(u"link"_s)));
    QVERIFY(store().trust(path(u"link"_s)));
    QVERIFY(store().isTrusted(path(u"shop"_s)));
    QVERIFY(QFile::remove(path(u"link"_s)));
    QVERIFY(QFile::link(path(u"shop2"_s), path(u"link"_s)));
    QVERIFY(!store().isTrusted(path(u"link"_s)));
    QVERIFY(QFile::link(path(u"shop2"_s), path(u"shop/inside"_s)));
    QVERIFY(!store().isTrusted(path(u"shop/inside"_s)));
}

void TestTrust::aForgottenFolderIsAskedAboutAgain()
{
    QVERIFY(store().trust(path(u"shop"_s)));
    QVERIFY(store().trust(path(u"shop2"_s)));
    QVERIFY(store().forget(path(u"shop"_s)));
    QVERIFY(!store().isTrusted(path(u"shop"_s)));
    QVERIFY(store().isTrusted(path(u"shop2"_s)));
}

void TestTrust::anotherOwnersFolderIsNotTrusted()
{
    QVERIFY(store().trust(path(u"shop"_s)));
    QFile file(path(u"data/trust.json"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray text = file.readAll();
    const QByteArray owner = "\"owner\": " + QByteArray::number(geteuid());
    QVERIFY(text.contains(owner));
    const QByteArray other = "\"owner\": " + QByteArray::number(geteuid() + 1);
    text.replace(owner, other);
    QVERIFY(file.resize(0));
    QVERIFY(file.seek(0));
    QCOMPARE(file.write(text), text.size());
    file.close();
    QVERIFY(!store().isTrusted(path(u"shop"_s)));
}

void TestTrust::aListThatOthersMayWriteSaysNothing()
{
    QVERIFY(store().trust(path(u"shop"_s)));
    QFile file(path(u"data/trust.json"_s));
    QVERIFY(file.setPermissions(file.permissions() | QFileDevice::WriteOther));
    QVERIFY(!store().isTrusted(path(u"shop"_s)));
}

void TestTrust::whatIsNoFolderCannotBeTrusted()
{
    QVERIFY(m_folder->write(u"file"_s, "x"));
    for (const QString &name : {u"file"_s, u"missing"_s}) {
        const Result<> trusted = store().trust(path(name));
        QVERIFY(!trusted);
        QCOMPARE(trusted.error().kind, ErrorKind::File);
    }
}

void TestTrust::theFileIsForTheUserAlone()
{
    QVERIFY(store().trust(path(u"shop"_s)));
    const QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup
        | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QVERIFY(!(QFileInfo(path(u"data/trust.json"_s)).permissions() & others));
    QVERIFY(!(QFileInfo(path(u"data"_s)).permissions() & others));
}

QTEST_GUILESS_MAIN(TestTrust)
#include "tst_trust.moc"
