// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.h"

class QsciLexerPython;
class QsciScintilla;

namespace widgets {

// Python as the theme has it: fonts, colours of the syntax, caret, selection and margins (LOOK.md
// 7). Again after each change of the theme.
void styleEditor(QsciScintilla &editor, QsciLexerPython &lexer, const Theme &theme);

} // namespace widgets
