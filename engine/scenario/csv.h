// Reads CSV by RFC 4180, strictly, with the place of every cell.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "scenario/files.h"

namespace strife {

struct CsvCell {
    std::string text;
    SourceSpan span;
};

// All rows have as many cells as the header.
struct CsvTable {
    std::vector<CsvCell> header;
    std::vector<std::vector<CsvCell>> rows;

    [[nodiscard]] std::optional<std::size_t> find_column(std::string_view name) const;
};

// Commas separate cells; a cell in double quotes may hold commas, line breaks and doubled quotes. Blanks around a cell without
// quotes do not count. The first row is the header, of distinct names. Nothing (and reports) for anything else.
std::optional<CsvTable> parse_csv(SourceFileId file, const SourceMap& sources, Diagnostics& diagnostics);

// The finite number in a cell, spelt as in scenarios; nothing and a report otherwise.
std::optional<double> read_csv_number(const CsvCell& cell, std::string_view column, Diagnostics& diagnostics);

// The CSV files of one scenario, each read once, so that alternatives find the same sources again.
class CsvFiles {
  public:
    // Paths are relative to the folder of `scenario_path`.
    CsvFiles(std::shared_ptr<const FileProvider> files, std::string scenario_path)
        : files_(std::move(files)), scenario_path_(std::move(scenario_path)) {}

    // The table of the file that the scenario calls `name`, or null; faults are reported the first time.
    const CsvTable* find(const std::string& name, SourceSpan asked_at, SourceMap& sources, Diagnostics& diagnostics);
    // Every file read, by the scenario's name for it, in order of reading.
    [[nodiscard]] const std::vector<std::pair<std::string, SourceFileId>>& read() const { return read_; }

  private:
    std::shared_ptr<const FileProvider> files_;
    std::string scenario_path_;
    std::map<std::string, std::optional<CsvTable>> tables_;
    std::vector<std::pair<std::string, SourceFileId>> read_;
};

}  // namespace strife
