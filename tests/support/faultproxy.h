// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>

namespace tests {

// Stands between clients and a server's unix socket, counts the statements that pass (each Query
// and each Parse message of protocol 3) and does one fault at the N-th. Its thread forwards; tests
// call it from theirs.
class FaultProxy
{
public:
    struct Statement
    {
        QString application; // application_name of the start-up packet
        qint64 client = 0; // process that is connected
        QByteArray sql;

        bool isHelper() const { return application.startsWith(QLatin1String("spiritsafe-")); }
        bool isCommit() const { return sql.trimmed().toUpper().startsWith("COMMIT"); }
    };
    enum class Fault {
        Nothing, // only `act`
        CutBefore, // the server never sees it
        CutAfter, // the server has answered, the client never hears of it
        Freeze, // from now on nothing passes, on any connection, until thaw()
    };
    struct Plan
    {
        std::function<bool(const Statement &)> counts; // absent: all
        int at = 0; // 1: the first; 0: never, only count
        Fault fault = Fault::Nothing;
        std::function<void(const Statement &)> act; // on the proxy's thread, before it is forwarded
    };

    explicit FaultProxy(const QString &serverFolder);
    ~FaultProxy();
    Q_DISABLE_COPY_MOVE(FaultProxy)

    QString folder() const; // of its own socket
    QString through(const QString &url) const; // the URL of the same database, by way of here
    void arm(const Plan &plan); // counting begins anew
    int counted() const;
    bool happened() const;
    void thaw();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tests
