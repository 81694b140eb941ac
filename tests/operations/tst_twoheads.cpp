// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Random histories with two heads: rebased, merged, run and taken back. SPIRITSAFE_TWO_HEADS tries
// so many of each dialect (or of SPIRITSAFE_TWO_HEADS_DIALECT alone) instead of a few, from seed
// SPIRITSAFE_TWO_HEADS_FROM on.

#include "migrations/lifecycle/schemaobjects.h"
#include "migrations/operations/fileundo.h"
#include "migrations/operations/newrevision.h"
#include "migrations/operations/operation.h"
#include "migrations/operations/orderproof.h"
#include "migrations/operations/rebase.h"
#include "migrations/operations/twoheads.h"
#include "tests/support/alembicproject.h"
#include "tests/support/testserver.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace migrations;
using tests::AlembicProject;

namespace {

constexpr int usualCount = 3;
constexpr int fewCount = 1;

const QByteArray templateText = R"mako("""${message}"""
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade():
    pass


def downgrade():
    pass
)mako";

template <typename T>
T valueOf(Result<T> result)
{
    if (!result)
        qFatal("%s\n%s", qPrintable(result.error().message), qPrintable(result.error().detail));
    return std::move(*result);
}

int fromEnvironment(const char *name, int usual)
{
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
}

// A trunk, and two branches of one to four revisions that each leave the other's things alone.
class History
{
public:
    History(const AlembicProject &project, quint32 seed)
        : m_project(project)
        , m_random(seed)
    {
        trunk = writeLine(u"c"_s, {}, 1 + below(3));
        theirs = writeLine(u"a"_s, trunk, 1 + below(4));
        mine = writeLine(u"b"_s, trunk, 1 + below(4));
    }

    QString trunk; // its last revision
    QString theirs; // heads
    QString mine;
    int below(int bound) { return m_random.bounded(bound); }

private:
    struct Operation
    {
        QString up;
        QString down;
    };

    QString writeLine(const QString &letter, QString down, int count)
    {
        for (int i = 0; i < count; ++i) {
            const QString id = letter + QString::number(i * 1'000'000 + below(1'000'000));
            QStringList up;
            QStringList back;
            for (int operations = 1 + below(3); operations > 0; --operations) {
                const Operation made =
                    operation(letter, ++m_number, down.isEmpty() && up.isEmpty());
                up.append(made.up);
                back.prepend(made.down);
            }
            m_project.write({.id = id,
                .down = down.isEmpty() ? QStringList() : QStringList {down},
                .upgrade = up.join(u'\n'),
                .downgrade = back.join(u'\n')});
            down = id;
        }
        return down;
    }

    // On the table that is common to all, or on one of its own.
    Operation operation(const QString &letter, int number, bool first)
    {
        if (first)
            return {u"op.create_table('common', sa.Column('id', sa.Integer, primary_key=True), "
                    "sa.Column('for_a', sa.String(10)), sa.Column('for_b', sa.String(10)), "
                    "sa.Column('for_c', sa.String(10)))"_s,
                u"op.drop_table('common')"_s};
        const QString name = letter + QString::number(number);
        const QString alter = u"with op.batch_alter_table('common') as batch:\n"
                              "    batch.alter_column('for_%1', type_=sa.String(%2), "
                              "existing_type=sa.String(10))"_s;
        const QString dropTable = u"op.drop_table('t_%1')"_s.arg(name);
        switch (below(5)) {
        case 0:
            return {u"op.create_table('t_%1', sa.Column('id', sa.Integer, primary_key=True), "
                    "sa.Column('common_id', sa.Integer, sa.ForeignKey('common.id')), "
                    "sa.CheckConstraint('common_id > 0', name='positive_%1'))"_s.arg(name),
                dropTable};
        case 1:
            return {u"op.create_index('ix_%1', 'common', ['for_%2', 'id'], unique=%3)"_s.arg(
                        name, letter, below(2) ? u"True"_s : u"False"_s),
                u"op.drop_index('ix_%1', 'common')"_s.arg(name)};
        case 2:
            return {alter.arg(letter, QString::number(10 + number)), alter.arg(letter, u"10"_s)};
        case 3:
            return {
                u"op.execute('CREATE VIEW v_%1 AS SELECT id AS v FROM t_%1')"_s.arg(name).prepend(
                    u"op.create_table('t_%1', sa.Column('id', sa.Integer))\n"_s.arg(name)),
                u"op.execute('DROP VIEW v_%1')\n"_s.arg(name) + dropTable};
        default:
            return {u"op.add_column('common', sa.Column('f_%1', sa.Integer, "
                    "server_default='%2'))"_s.arg(name, QString::number(number)),
                u"op.drop_column('common', 'f_%1')"_s.arg(name)};
        }
    }

    const AlembicProject &m_project;
    QRandomGenerator m_random;
    int m_number = 0;
};

// Names, bytes and permissions of the scripts.
QByteArray treeHash(const AlembicProject &project)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QDir versions(project.folder() + u"/migrations/versions"_s);
    for (const QFileInfo &info : versions.entryInfoList({u"*.py"_s}, QDir::Files, QDir::Name)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s", qPrintable(info.filePath()));
        hash.addData((info.fileName() + QString::number(info.permissions().toInt())).toUtf8());
        hash.addData(file.readAll());
    }
    return hash.result();
}

// One project, its history, and whatever database it has at the time.
class Trial
{
public:
    Trial(bool postgreSql, quint32 seed)
        : m_postgreSql(postgreSql)
        , m_project(freshUrl())
        , history(m_project, seed)
    {
        m_project.writeFile(u"migrations/script.py.mako"_s, templateText);
    }

    ProjectState state() const
    {
        NoProgress quiet;
        return withDatabase(
            valueOf(readProjectState(m_project.folder(), {.trustNow = true}, quiet)), quiet);
    }
    void freshDatabase() { m_project.writeEnvironment(freshUrl()); }
    QByteArray hash() const { return treeHash(m_project); }

    void upgrade(const QString &target) const
    {
        NoProgress quiet;
        const ProjectState now = state();
        Journal journal = valueOf(Journal::open());
        const OperationReport report = runOperation(now,
            {.targets = {target},
                .plan = valueOf(planOperation(now, OperationKind::Upgrade, {target})),
                .identity = now.database ? now.database->identity : DatabaseIdentity()},
            journal, std::nullopt, quiet);
        if (report.outcome != Outcome::Done && report.outcome != Outcome::NothingToDo)
            qFatal("%s %s", qPrintable(report.sentence),
                qPrintable(report.error ? report.error->detail : QString()));
    }
    void rebaseMine() const
    {
        NoProgress quiet;
        Journal journal = valueOf(Journal::open());
        const ProjectState now = state();
        const RebasePlan plan = valueOf(planRebase(
            now, {history.mine, history.theirs, RebaseChoice::Applied::RolledBack}, quiet));
        std::ignore = valueOf(rebase(now, plan, journal, quiet));
    }
    void merge() const
    {
        NoProgress quiet;
        Journal journal = valueOf(Journal::open());
        const ProjectState now = state();
        Alembic alembic = valueOf(startAlembic(now, quiet));
        std::ignore = valueOf(mergeHeads(
            now, {}, {.message = u"Merge"_s, .autogenerate = false}, journal, alembic, quiet));
    }
    void undo() const
    {
        NoProgress quiet;
        Journal journal = valueOf(Journal::open());
        const ProjectState now = state();
        std::ignore = valueOf(undoFiles(now, valueOf(lastUndoable(journal, now)), journal, quiet));
    }
    QStringList rows() const
    {
        const ProjectState now = state();
        return now.database ? now.database->rows : QStringList {now.databaseError->message};
    }
    std::vector<SchemaObject> schema() const
    {
        NoProgress quiet;
        const ProjectState now = state();
        return valueOf(
            readSchema({.url = *now.environment()->url, .baseFolder = now.project.root}, quiet));
    }
    std::vector<SchemaObject> cleanSchema() const
    {
        NoProgress quiet;
        return valueOf(scratchSchema(state(), {u"head"_s}, quiet));
    }

private:
    QString freshUrl()
    {
        return m_postgreSql ? tests::TestServer::shared().freshDatabase()
                            : u"sqlite:///app%1.db"_s.arg(++m_databases);
    }

    bool m_postgreSql;
    int m_databases = 0;
    AlembicProject m_project;

public:
    History history;
};

} // namespace

class TestTwoHeads : public QObject
{
    Q_OBJECT
    tests::PrivateData m_data;

private Q_SLOTS:
    void bothWaysOutGiveTheSchemaOfACleanBuildAndAreUndone_data() { addTrials(usualCount); }
    void bothWaysOutGiveTheSchemaOfACleanBuildAndAreUndone();
    void anAppliedBranchIsAppliedAgainOnTopAndUndoneWithItsDatabase_data() { addTrials(fewCount); }
    void anAppliedBranchIsAppliedAgainOnTopAndUndoneWithItsDatabase();
    void theBranchThatIsNotPushedIsMineAndEachHasItsAuthor();

private:
    static void addTrials(int usual)
    {
        QTest::addColumn<bool>("postgreSql");
        QTest::addColumn<quint32>("seed");
        const int first = fromEnvironment("SPIRITSAFE_TWO_HEADS_FROM", 0);
        const int count = fromEnvironment("SPIRITSAFE_TWO_HEADS", usual);
        const QString only = qEnvironmentVariable("SPIRITSAFE_TWO_HEADS_DIALECT");
        for (const bool postgreSql : {false, true}) {
            const QString dialect = postgreSql ? u"postgresql"_s : u"sqlite"_s;
            if (!only.isEmpty() && only != dialect)
                continue;
            for (int seed = first; seed < first + count; ++seed)
                QTest::addRow("%s %d", qPrintable(dialect), seed) << postgreSql << quint32(seed);
        }
    }
};

void TestTwoHeads::bothWaysOutGiveTheSchemaOfACleanBuildAndAreUndone()
{
    QFETCH(bool, postgreSql);
    QFETCH(quint32, seed);
    Trial trial(postgreSql, seed);
    const QByteArray before = trial.hash();
    trial.upgrade(trial.history.below(2) ? trial.history.trunk : trial.history.theirs);
    trial.rebaseMine();
    QVERIFY(trial.hash() != before);
    trial.upgrade(u"head"_s);
    const auto clean = trial.cleanSchema();
    QVERIFY(clean.size() > 4);
    QCOMPARE(schemaDifferences(trial.schema(), u"rebased"_s, clean, u"clean"_s), QStringList());

    trial.freshDatabase(); // of somebody else: undo is refused where it is applied
    trial.undo();
    QCOMPARE(trial.hash(), before);

    trial.upgrade(trial.history.below(2) ? trial.history.mine : trial.history.theirs);
    trial.merge();
    trial.upgrade(u"head"_s);
    QCOMPARE(schemaDifferences(trial.schema(), u"merged"_s, clean, u"clean"_s), QStringList());
    trial.freshDatabase();
    trial.undo();
    QCOMPARE(trial.hash(), before);
}

void TestTwoHeads::anAppliedBranchIsAppliedAgainOnTopAndUndoneWithItsDatabase()
{
    QFETCH(bool, postgreSql);
    QFETCH(quint32, seed);
    Trial trial(postgreSql, seed);
    trial.upgrade(trial.history.mine);
    if (trial.history.below(2) != 0)
        trial.upgrade(trial.history.theirs);
    const QByteArray hashBefore = trial.hash();
    const QStringList rowsBefore = trial.rows();
    const auto schemaBefore = trial.schema();

    trial.rebaseMine();
    QVERIFY(trial.hash() != hashBefore);
    QCOMPARE(trial.rows(), QStringList {trial.history.mine});
    QCOMPARE(schemaDifferences(trial.schema(), u"rebased"_s, trial.cleanSchema(), u"clean"_s),
        QStringList());

    trial.undo();
    QCOMPARE(trial.hash(), hashBefore);
    QCOMPARE(trial.rows(), rowsBefore);
    QCOMPARE(
        schemaDifferences(trial.schema(), u"undone"_s, schemaBefore, u"before"_s), QStringList());
}

void TestTwoHeads::theBranchThatIsNotPushedIsMineAndEachHasItsAuthor()
{
    const AlembicProject project(u"sqlite:///app.db"_s);
    project.write({.id = u"0001"_s, .down = {}, .upgrade = u"pass"_s});
    project.write({.id = u"0002"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
    QTemporaryDir remote;
    const auto git = [&](const QStringList &arguments) {
        const QStringList author {
            u"-c"_s, u"user.name=Klara Lind"_s, u"-c"_s, u"user.email=klara@example.org"_s};
        QCOMPARE(QProcess::execute(
                     u"git"_s, QStringList {u"-C"_s, project.folder()} + author + arguments),
            0);
    };
    git({u"init"_s, u"-q"_s, u"--bare"_s, remote.path()});
    git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
    git({u"add"_s, u"migrations"_s});
    git({u"commit"_s, u"-q"_s, u"-m"_s, u"theirs"_s});
    git({u"remote"_s, u"add"_s, u"origin"_s, remote.path()});
    git({u"push"_s, u"-q"_s, u"origin"_s, u"main"_s});
    git({u"checkout"_s, u"-q"_s, u"-b"_s, u"feature/mine"_s});
    project.write({.id = u"0003"_s, .down = {u"0001"_s}, .upgrade = u"pass"_s});
    project.write({.id = u"0004"_s, .down = {u"0003"_s}, .upgrade = u"pass"_s});

    NoProgress quiet;
    const ProjectState state =
        valueOf(readProjectState(project.folder(), {.trustNow = true}, quiet));
    const TwoHeads heads = valueOf(readTwoHeads(state, {}, {}, quiet));
    QCOMPARE(heads.branch, u"feature/mine"_s);
    QCOMPARE(heads.mine.head, u"0004"_s);
    QCOMPARE(heads.mine.revisions.size(), std::size_t(2));
    QCOMPARE(heads.mine.revisions.front().author, QString());
    QVERIFY(!heads.mine.pushed && heads.theirs.pushed && heads.rebaseFits());
    QCOMPARE(heads.theirs.revisions.front().author, u"Klara Lind"_s);
    QCOMPARE(heads.shared.front().id, u"0001"_s);
    QVERIFY(!valueOf(readTwoHeads(state, u"0002"_s, u"0004"_s, quiet)).rebaseFits());
    QCOMPARE(readTwoHeads(state, u"0003"_s, u"0002"_s, quiet).error().code, u"not_a_head"_s);
    QCOMPARE(touchesOf(state, heads, quiet).error().code, u"not_postgresql"_s);
}

QTEST_GUILESS_MAIN(TestTwoHeads)
#include "tst_twoheads.moc"
