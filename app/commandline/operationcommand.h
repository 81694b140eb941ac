// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/commandline/command.h"
#include "migrations/operations/operation.h"

namespace app {

// What run, rollback and stamp have in common: read, plan, show, ask, run, report.
class OperationCommand : public Command
{
public:
    ExitCode run(const Context &context) final;

protected:
    explicit OperationCommand(migrations::OperationKind kind)
        : m_kind(kind)
    {
    }
    virtual QStringList targets() const = 0;
    virtual bool purge() const { return false; }

private:
    migrations::Result<migrations::ProjectState> readState(const Context &context,
        std::optional<migrations::Alembic> &warm, migrations::Progress &progress) const;
    migrations::Result<migrations::Plan> plan(const migrations::ProjectState &state) const;

    migrations::OperationKind m_kind;
};

class RunCommand final : public OperationCommand
{
public:
    RunCommand();
    CLI::App *addTo(CLI::App &parent) override;

protected:
    QStringList targets() const override;

private:
    std::string m_target = "head";
};

class RollbackCommand final : public OperationCommand
{
public:
    RollbackCommand();
    CLI::App *addTo(CLI::App &parent) override;

protected:
    QStringList targets() const override;

private:
    std::string m_target = "-1";
};

class StampCommand final : public OperationCommand
{
public:
    StampCommand();
    CLI::App *addTo(CLI::App &parent) override;

protected:
    QStringList targets() const override;
    bool purge() const override { return m_purge; }

private:
    std::vector<std::string> m_targets;
    bool m_purge = false;
};

} // namespace app
