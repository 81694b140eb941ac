// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "app/commandline/historyanswer.h"

namespace app {

// Every revision, newest first as Alembic lists them.
class HistoryCommand final : public ReadingCommand
{
public:
    bool connects() const override { return !m_offline; }
    CLI::App *addTo(CLI::App &parent) override;

protected:
    migrations::Result<migrations::ProjectState> read(
        const Context &context, Meanwhile &meanwhile, migrations::Progress &progress) override;
    ExitCode show(const Context &context, const migrations::ProjectState &state,
        migrations::Progress &progress) override;

private:
    void showJson(const Context &context, const migrations::ProjectState &state,
        const std::vector<const migrations::Revision *> &revisions);

    std::string m_range;
    bool m_offline = false;
    // Of a whole history in JSON:
    std::optional<HistoryAnswer> m_earlier;
    QByteArray m_answer; // an earlier one that is still true
    migrations::ProjectState m_unread;
};

} // namespace app
