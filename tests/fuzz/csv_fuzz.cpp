// Fuzzes the reader of CSV files.
// Whatever the bytes: no crash, no report of a sanitizer; each fault has a code and a place within the text. A table that is read
// has distinct names of columns and rows of one width, its cells lie one after another in the text, and written out with every
// cell in quotes it reads back as the same table.
// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "fuzz_checks.h"
#include "scenario/csv.h"

namespace strife {
namespace {

struct ReadCsv {
    SourceMap sources;
    Diagnostics diagnostics;
    std::optional<CsvTable> table;
};

std::unique_ptr<ReadCsv> read_table(const std::string& text) {
    auto read = std::make_unique<ReadCsv>();
    MemoryFiles files;
    files.add("table.csv", text);
    const SourceFileId asking = read->sources.add("scenario.yaml", "table.csv");
    const auto file = read_source(files, "table.csv", {.file = asking, .begin = 0, .end = 9}, read->sources, read->diagnostics);
    if (file) read->table = parse_csv(*file, read->sources, read->diagnostics);
    demand_good_diagnostics(read->diagnostics, read->sources);
    demand(read->table.has_value() != read->diagnostics.has_errors(), "a table neither read nor refused");
    return read;
}

void check_cells(const CsvTable& table) {
    std::set<std::string> names;
    for (const CsvCell& cell : table.header) {
        demand(names.insert(cell.text).second, "a name of two columns", cell.text);
        demand(table.find_column(cell.text).has_value(), "a column that is not found", cell.text);
    }
    std::uint32_t last = 0;
    for (const std::vector<CsvCell>& row : table.rows) {
        demand(row.size() == table.header.size(), "a row of another width");
        for (const CsvCell& cell : row) {
            demand(cell.span.begin >= last, "cells out of order", cell.text);
            last = cell.span.end;
        }
    }
}

std::string quoted_row(const std::vector<CsvCell>& row) {
    std::string line;
    for (const CsvCell& cell : row) {
        line += line.empty() ? "\"" : ",\"";
        for (const char c : cell.text) line += c == '"' ? std::string("\"\"") : std::string(1, c);
        line += '"';
    }
    return line + '\n';
}

bool same_texts(const std::vector<CsvCell>& a, const std::vector<CsvCell>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].text != b[i].text) return false;
    }
    return true;
}

void check_input(std::string_view input) {
    const std::unique_ptr<ReadCsv> read = read_table(std::string(input));
    if (!read->table) return;
    check_cells(*read->table);
    std::string written = quoted_row(read->table->header);
    for (const std::vector<CsvCell>& row : read->table->rows) written += quoted_row(row);
    const std::unique_ptr<ReadCsv> again = read_table(written);
    demand(again->table.has_value(), "a table written out that does not read back", written);
    demand(same_texts(read->table->header, again->table->header), "another header", written);
    demand(read->table->rows.size() == again->table->rows.size(), "another number of rows", written);
    for (std::size_t i = 0; i < read->table->rows.size(); ++i) {
        demand(same_texts(read->table->rows[i], again->table->rows[i]), "another row", written);
    }
    for (const std::vector<CsvCell>& row : read->table->rows) {
        for (const CsvCell& cell : row) read_csv_number(cell, "column", read->diagnostics);
    }
    demand_good_diagnostics(read->diagnostics, read->sources);
}

}  // namespace
}  // namespace strife

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    strife::check_input(strife::as_text(data, size));
    return 0;
}
