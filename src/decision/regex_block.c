/* SPDX-License-Identifier: Apache-2.0 */
/* Unicode blocks by the names that XML Schema gives them (part 2, appendix F.1.1). */
#include <string.h>

#include "regex.h"

static const struct {
  unsigned first, last;
  const char *name;
} blocks[] = {
    {0x0000, 0x007F, "BasicLatin"},
    {0x0080, 0x00FF, "Latin-1Supplement"},
    {0x0100, 0x017F, "LatinExtended-A"},
    {0x0180, 0x024F, "LatinExtended-B"},
    {0x0250, 0x02AF, "IPAExtensions"},
    {0x02B0, 0x02FF, "SpacingModifierLetters"},
    {0x0300, 0x036F, "CombiningDiacriticalMarks"},
    {0x0370, 0x03FF, "Greek"},
    {0x0370, 0x03FF, "GreekandCoptic"},
    {0x0400, 0x04FF, "Cyrillic"},
    {0x0500, 0x052F, "CyrillicSupplement"},
    {0x0530, 0x058F, "Armenian"},
    {0x0590, 0x05FF, "Hebrew"},
    {0x0600, 0x06FF, "Arabic"},
    {0x0700, 0x074F, "Syriac"},
    {0x0780, 0x07BF, "Thaana"},
    {0x0900, 0x097F, "Devanagari"},
    {0x0980, 0x09FF, "Bengali"},
    {0x0A00, 0x0A7F, "Gurmukhi"},
    {0x0A80, 0x0AFF, "Gujarati"},
    {0x0B00, 0x0B7F, "Oriya"},
    {0x0B80, 0x0BFF, "Tamil"},
    {0x0C00, 0x0C7F, "Telugu"},
    {0x0C80, 0x0CFF, "Kannada"},
    {0x0D00, 0x0D7F, "Malayalam"},
    {0x0D80, 0x0DFF, "Sinhala"},
    {0x0E00, 0x0E7F, "Thai"},
    {0x0E80, 0x0EFF, "Lao"},
    {0x0F00, 0x0FFF, "Tibetan"},
    {0x1000, 0x109F, "Myanmar"},
    {0x10A0, 0x10FF, "Georgian"},
    {0x1100, 0x11FF, "HangulJamo"},
    {0x1200, 0x137F, "Ethiopic"},
    {0x13A0, 0x13FF, "Cherokee"},
    {0x1680, 0x169F, "Ogham"},
    {0x16A0, 0x16FF, "Runic"},
    {0x1780, 0x17FF, "Khmer"},
    {0x1800, 0x18AF, "Mongolian"},
    {0x1E00, 0x1EFF, "LatinExtendedAdditional"},
    {0x1F00, 0x1FFF, "GreekExtended"},
    {0x2000, 0x206F, "GeneralPunctuation"},
    {0x2070, 0x209F, "SuperscriptsandSubscripts"},
    {0x20A0, 0x20CF, "CurrencySymbols"},
    {0x20D0, 0x20FF, "CombiningMarksforSymbols"},
    {0x2100, 0x214F, "LetterlikeSymbols"},
    {0x2150, 0x218F, "NumberForms"},
    {0x2190, 0x21FF, "Arrows"},
    {0x2200, 0x22FF, "MathematicalOperators"},
    {0x2300, 0x23FF, "MiscellaneousTechnical"},
    {0x2400, 0x243F, "ControlPictures"},
    {0x2460, 0x24FF, "EnclosedAlphanumerics"},
    {0x2500, 0x257F, "BoxDrawing"},
    {0x2580, 0x259F, "BlockElements"},
    {0x25A0, 0x25FF, "GeometricShapes"},
    {0x2600, 0x26FF, "MiscellaneousSymbols"},
    {0x2700, 0x27BF, "Dingbats"},
    {0x2800, 0x28FF, "BraillePatterns"},
    {0x3000, 0x303F, "CJKSymbolsandPunctuation"},
    {0x3040, 0x309F, "Hiragana"},
    {0x30A0, 0x30FF, "Katakana"},
    {0x3100, 0x312F, "Bopomofo"},
    {0x3400, 0x4DBF, "CJKUnifiedIdeographsExtensionA"},
    {0x4E00, 0x9FFF, "CJKUnifiedIdeographs"},
    {0xAC00, 0xD7AF, "HangulSyllables"},
    {0xE000, 0xF8FF, "PrivateUse"},
    {0xF900, 0xFAFF, "CJKCompatibilityIdeographs"},
    {0xFB00, 0xFB4F, "AlphabeticPresentationForms"},
    {0xFB50, 0xFDFF, "ArabicPresentationForms-A"},
    {0xFE70, 0xFEFF, "ArabicPresentationForms-B"},
    {0xFF00, 0xFFEF, "HalfwidthandFullwidthForms"},
    {0xFFF0, 0xFFFD, "Specials"},
};

bool regex_block(lu_text *out, const char *name, size_t length) {
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
    if (strlen(blocks[i].name) != length || memcmp(blocks[i].name, name, length) != 0) continue;
    lu_text_printf(out, "\\x{%X}-\\x{%X}", blocks[i].first, blocks[i].last);
    return true;
  }
  return false;
}
