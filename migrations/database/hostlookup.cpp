// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migrations/database/hostlookup.h"

#include "migrations/database/postgreserrors.h"

#include <QStringList>

#include <arpa/inet.h>
#include <future>
#include <memory>
#include <netdb.h>
#include <thread>

using namespace Qt::StringLiterals;

namespace migrations {

namespace {

struct AddressesEnd
{
    void operator()(addrinfo *addresses) const { ::freeaddrinfo(addresses); }
};

int lookUp(const std::string &host)
{
    addrinfo hints {};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
    const std::unique_ptr<addrinfo, AddressesEnd> addresses(found);
    return code;
}

bool needsLookup(const QString &host)
{
    in6_addr address {};
    const QByteArray text = host.toUtf8();
    return !host.isEmpty() && !host.startsWith(u'/') && !host.startsWith(u'@')
        && host != u"localhost"_s && !host.contains(u':')
        && ::inet_pton(AF_INET, text.constData(), &address) != 1;
}

// getaddrinfo cannot be interrupted: it gets a thread that owns all it needs, and that we leave to
// itself when nobody wants to wait for it any longer.
Result<bool> isKnown(const QString &host, QDeadlineTimer deadline, Progress &progress)
{
    std::packaged_task<int()> task([name = host.toStdString()] { return lookUp(name); });
    std::future<int> answer = task.get_future();
    std::thread(std::move(task)).detach();
    while (answer.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
        if (progress.cancelled())
            return failure(ErrorKind::Cancelled, u"Connecting was cancelled."_s);
        if (deadline.hasExpired())
            return tl::unexpected(connectTimedOut(host));
    }
    return answer.get() == 0;
}

} // namespace

Result<void> waitForHosts(
    const QMap<QString, QString> &keywords, QDeadlineTimer deadline, Progress &progress)
{
    if (keywords.contains(u"hostaddr"_s))
        return {};
    const QStringList hosts = keywords.value(u"host"_s).split(u',');
    bool anyKnown = false;
    for (const QString &host : hosts) {
        const Result<bool> known = needsLookup(host) ? isKnown(host, deadline, progress) : true;
        if (!known)
            return tl::unexpected(known.error());
        anyKnown = anyKnown || *known;
    }
    if (anyKnown)
        return {};
    ConnectFailure failed;
    failed.text = u"could not translate host name \"%1\" to address"_s.arg(hosts.join(u','));
    failed.place = hosts.join(u',');
    return tl::unexpected(connectError(failed));
}

} // namespace migrations
