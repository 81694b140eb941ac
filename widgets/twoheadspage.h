// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/operations/orderproof.h"
#include "migrations/operations/twoheads.h"
#include "widgets/theme.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace widgets {

class BranchCard;
class TouchCard;
class WayOutCard;

// Two heads side by side (picture 05): both branches, what they touch, the proof that their order
// does not matter, and the two ways out. Object name "twoHeads".
class TwoHeadsPage : public QWidget
{
    Q_OBJECT
public:
    struct Proof
    {
        enum class Stand { NotRun, Running, Same, Differs, Failed } stand = Stand::NotRun;
        QString text; // how long it took, what differs, why it could not be run
    };

    explicit TwoHeadsPage(const Theme &theme, QWidget *parent = nullptr);
    void setHeads(const migrations::TwoHeads &heads);
    void setTouchesReading();
    void setTouches(const migrations::Result<std::vector<migrations::SharedTouch>> &touches);
    void setProof(const Proof &proof);
    void setWhyNot(const QString &whyNot); // nothing can be started now; empty: it can
    const migrations::TwoHeads &heads() const { return m_heads; }

Q_SIGNALS:
    void backRequested();
    void pairChosen(const QString &mine, const QString &theirs);
    void proofRequested();
    void stopRequested();
    void rebaseRequested(const QString &mine, const QString &onto);
    void mergeRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildPair();
    QWidget *buildBody();
    QWidget *buildProof();
    void buildBranches(QVBoxLayout &column);
    void buildWaysOut(QVBoxLayout &column);
    void showTitle();
    void showPair();
    void showWaysOut();
    void choosePair(QComboBox *changed);
    void restyle();

    const Theme &m_theme;
    migrations::TwoHeads m_heads;
    Proof m_proof;
    QString m_whyNot;
    QToolButton *m_back = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_sentence = nullptr;
    QComboBox *m_mineChoice = nullptr;
    QComboBox *m_theirsChoice = nullptr;
    QScrollArea *m_scroll = nullptr;
    BranchCard *m_mine = nullptr;
    BranchCard *m_theirs = nullptr;
    TouchCard *m_touches = nullptr;
    QLabel *m_proofSign = nullptr;
    QLabel *m_proofText = nullptr;
    QPushButton *m_prove = nullptr;
    WayOutCard *m_rebase = nullptr;
    WayOutCard *m_merge = nullptr;
};

} // namespace widgets
