// Measures columns and pads cells.
// SPDX-License-Identifier: Apache-2.0
#include "report/text_table.h"

#include <algorithm>
#include <numeric>

namespace strife {

namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kShortestLabel = 8;

bool begins_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

}  // namespace

std::size_t display_width(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string shortened(std::string_view text, std::size_t width) {
    if (display_width(text) <= width) return std::string(text);
    std::string result;
    std::size_t characters = 0;
    for (const char byte : text) {
        if (begins_character(byte) && ++characters >= std::max<std::size_t>(width, 1)) break;
        result += byte;
    }
    return result + "…";
}

std::vector<std::size_t> TextTable::column_widths(std::size_t width) const {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < header_.size(); ++column) {
        std::size_t widest = display_width(header_[column]);
        for (const auto& row : rows_) {
            if (column < row.size()) widest = std::max(widest, display_width(row[column]));
        }
        widths.push_back(widest);
    }
    // Takes from the widest label until the row fits or no label can give.
    std::size_t total = std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
    while (total > width && labels_ > 0) {
        const auto widest = std::max_element(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(labels_));
        if (*widest <= kShortestLabel) break;
        --*widest;
        --total;
    }
    return widths;
}

std::string TextTable::line(const std::vector<std::string>& row, const std::vector<std::size_t>& widths) const {
    std::string text;
    for (std::size_t column = 0; column < row.size(); ++column) {
        const std::string cell = column < labels_ ? shortened(row[column], widths[column]) : row[column];
        const std::string padding(widths[column] - std::min(widths[column], display_width(cell)), ' ');
        if (column > 0) text.append(kGap, ' ');
        text += column < labels_ ? cell + padding : padding + cell;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::vector<std::string> TextTable::lines(std::size_t width) const {
    const std::vector<std::size_t> widths = column_widths(width);
    std::vector<std::string> result{line(header_, widths)};
    for (const auto& row : rows_) result.push_back(line(row, widths));
    return result;
}

}  // namespace strife
