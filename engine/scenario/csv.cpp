// SPDX-License-Identifier: Apache-2.0
#include "scenario/csv.h"

#include <algorithm>
#include <cctype>
#include <unordered_map>

#include <fmt/format.h>

#include "base/numbers.h"

namespace strife {
namespace {

constexpr std::size_t kMaxRaggedRows = 8;

bool is_break(char c) {
    return c == '\n' || c == '\r';
}

class CsvReader {
  public:
    CsvReader(SourceFileId file, std::string_view text, Diagnostics& diagnostics)
        : file_(file), text_(text), end_of_rows_(text.find_last_not_of("\r\n") + 1), diagnostics_(diagnostics) {}

    // All rows of the text; nothing after a fault in quoting.
    std::optional<std::vector<std::vector<CsvCell>>> read_rows() {
        std::vector<std::vector<CsvCell>> rows;
        while (at_ < end_of_rows_) {
            std::optional<std::vector<CsvCell>> row = read_row();
            if (!row) return std::nullopt;
            rows.push_back(std::move(*row));
        }
        return rows;
    }

  private:
    [[nodiscard]] SourceSpan span(std::size_t begin, std::size_t end) const {
        return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }
    bool fault(std::size_t begin, std::size_t end, std::string message, std::string hint = {}) {
        diagnostics_.error(DiagnosticCode::E702, span(begin, end), std::move(message), std::move(hint));
        return false;
    }

    std::optional<std::vector<CsvCell>> read_row() {
        std::vector<CsvCell> row;
        for (;;) {
            CsvCell cell;
            const std::size_t content = text_.find_first_not_of(" \t", at_);
            const bool quoted = content != std::string_view::npos && text_[content] == '"';
            if (!(quoted ? read_quoted(content, cell) : read_plain(cell))) return std::nullopt;
            row.push_back(std::move(cell));
            if (at_ < text_.size() && text_[at_] == ',') {
                ++at_;
                continue;
            }
            if (at_ < text_.size() && text_[at_] == '\r') ++at_;
            if (at_ < text_.size()) ++at_;
            return row;
        }
    }

    bool read_plain(CsvCell& cell) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && text_[at_] != ',' && !is_break(text_[at_])) {
            if (text_[at_] == '"') {
                return fault(at_, at_ + 1, "a quote inside a cell without quotes",
                             "put the whole cell in quotes and double the quote");
            }
            ++at_;
        }
        std::size_t first = begin;
        std::size_t last = at_;
        while (first < last && std::isblank(static_cast<unsigned char>(text_[first])) != 0) ++first;
        while (last > first && std::isblank(static_cast<unsigned char>(text_[last - 1])) != 0) --last;
        cell = {.text = std::string(text_.substr(first, last - first)), .span = span(first, last)};
        return true;
    }

    bool read_quoted(std::size_t open, CsvCell& cell) {
        if (open != at_) return fault(at_, open, "blanks before a quote", "a quoted cell begins right after its comma");
        ++at_;
        for (;;) {
            const std::size_t quote = text_.find('"', at_);
            if (quote == std::string_view::npos) return fault(open, open + 1, "the quote that opens here is never closed");
            cell.text += text_.substr(at_, quote - at_);
            at_ = quote + 1;
            if (at_ >= text_.size() || text_[at_] != '"') break;
            cell.text += '"';
            ++at_;
        }
        cell.span = span(open, at_);
        if (at_ < text_.size() && text_[at_] != ',' && !is_break(text_[at_])) {
            return fault(at_, at_ + 1, "text after the closing quote of a cell", "double a quote that belongs to the text");
        }
        return true;
    }

    SourceFileId file_;
    std::string_view text_;
    std::size_t end_of_rows_;  // only line breaks follow
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
};

bool check_header(const std::vector<CsvCell>& header, Diagnostics& diagnostics) {
    bool good = true;
    std::unordered_map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < header.size(); ++i) {
        const CsvCell& cell = header[i];
        if (cell.text.empty()) {
            diagnostics.error(DiagnosticCode::E702, cell.span, fmt::format("column {} has no name", i + 1),
                              "the first row names the columns");
            good = false;
        } else if (const auto [first, is_new] = seen.emplace(cell.text, i); !is_new) {
            diagnostics.error(DiagnosticCode::E702, cell.span,
                              fmt::format("columns {} and {} are both named '{}'", first->second + 1, i + 1, cell.text));
            good = false;
        }
    }
    if (header.size() == 1 && header[0].text.find(';') != std::string::npos) {
        diagnostics.error(DiagnosticCode::E702, header[0].span, "the header holds semicolons but no comma",
                          "separate cells with commas");
        good = false;
    }
    return good;
}

bool check_widths(const CsvTable& table, Diagnostics& diagnostics) {
    std::size_t n_ragged = 0;
    for (const std::vector<CsvCell>& row : table.rows) {
        if (row.size() == table.header.size() || ++n_ragged > kMaxRaggedRows) continue;
        SourceSpan place = row.front().span;
        place.end = row.back().span.end;
        const bool blank = row.size() == 1 && row[0].text.empty();
        diagnostics.error(DiagnosticCode::E702, place,
                          blank ? std::string("an empty line")
                                : fmt::format("this row has {} cell{}, but the header has {}", row.size(),
                                              row.size() == 1 ? "" : "s", table.header.size()));
    }
    return n_ragged == 0;
}

}  // namespace

std::optional<std::size_t> CsvTable::find_column(std::string_view name) const {
    const auto found = std::find_if(header.begin(), header.end(), [&](const CsvCell& cell) { return cell.text == name; });
    if (found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

std::optional<CsvTable> parse_csv(SourceFileId file, const SourceMap& sources, Diagnostics& diagnostics) {
    const std::string_view text = sources.text(file);
    const SourceSpan start{file, 0, 0};
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        diagnostics.error(DiagnosticCode::E109, start, "the file is empty", "the first row names the columns");
        return std::nullopt;
    }
    std::optional<std::vector<std::vector<CsvCell>>> rows = CsvReader(file, text, diagnostics).read_rows();
    if (!rows) return std::nullopt;
    CsvTable table;
    table.header = std::move(rows->front());
    rows->erase(rows->begin());
    table.rows = std::move(*rows);
    if (!check_header(table.header, diagnostics) || !check_widths(table, diagnostics)) return std::nullopt;
    if (table.rows.empty()) {
        diagnostics.error(DiagnosticCode::E702, start, "the file has a header and no rows");
        return std::nullopt;
    }
    return table;
}

std::optional<double> read_csv_number(const CsvCell& cell, std::string_view column, Diagnostics& diagnostics) {
    if (const std::optional<double> value = parse_number(cell.text)) return value;
    diagnostics.error(DiagnosticCode::E704, cell.span,
                      cell.text.empty() ? fmt::format("column '{}' has no number here", column)
                                        : fmt::format("'{}' in column '{}' is not a finite number", cell.text, column));
    return std::nullopt;
}

const CsvTable* CsvFiles::find(const std::string& name, SourceSpan asked_at, SourceMap& sources, Diagnostics& diagnostics) {
    const auto [entry, is_new] = tables_.try_emplace(name);
    if (is_new) {
        const std::optional<SourceFileId> file =
            read_source(*files_, path_beside(scenario_path_, name), asked_at, sources, diagnostics);
        if (file) {
            read_.emplace_back(name, *file);
            entry->second = parse_csv(*file, sources, diagnostics);
        }
    }
    std::optional<CsvTable>& table = entry->second;
    return table ? &*table : nullptr;
}

}  // namespace strife
