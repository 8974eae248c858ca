// A table of text with aligned columns, cut to the width of a screen.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace strife {

// How many columns of a screen a UTF-8 text takes: one a character.
std::size_t display_width(std::string_view text);
// The text, or as much of it as leaves room for "…".
std::string shortened(std::string_view text, std::size_t width);

class TextTable {
  public:
    // The first `labels` columns are names: aligned left and shortened where a row would be too wide. The others are aligned
    // right.
    TextTable(std::vector<std::string> header, std::size_t labels) : header_(std::move(header)), labels_(labels) {}

    // A cell for each column; missing ones are empty.
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    // The lines, header first.
    [[nodiscard]] std::vector<std::string> lines(std::size_t width) const;

  private:
    [[nodiscard]] std::vector<std::size_t> column_widths(std::size_t width) const;
    [[nodiscard]] std::string line(const std::vector<std::string>& row, const std::vector<std::size_t>& widths) const;

    std::vector<std::string> header_;
    std::size_t labels_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace strife
