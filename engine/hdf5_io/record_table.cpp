// Buffers records column by column and appends whole chunks of them.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/record_table.h"

#include <algorithm>
#include <numeric>

#include "base/contracts.h"
#include "hdf5_io/slab.h"

namespace strife {

RecordTable::RecordTable(hid_t parent, const Options& options, const std::vector<VariableSpec>& columns)
    : group_(parent, options.group, options.deflate_level), dimension_(options.dimension), chunk_rows_(options.chunk_rows) {
    row_numbers_ = group_.add_coordinate({.name = dimension_,
                                          .type = ValueType::whole,
                                          .dimensions = {dimension_},
                                          .units = "1",
                                          .long_name = options.row_meaning,
                                          .chunk = {chunk_rows_}},
                                         {.length = 0, .maximum = H5S_UNLIMITED});
    for (VariableSpec spec : columns) {
        if (spec.name == "replication") replication_column_ = columns_.size();
        spec.dimensions = {dimension_};
        spec.chunk = {chunk_rows_};
        Values buffered;
        if (spec.type == ValueType::real) buffered = std::vector<double>();
        if (spec.type == ValueType::text) buffered = std::vector<std::string>();
        columns_.push_back({.dataset = group_.add_variable(spec), .type = spec.type, .buffered = std::move(buffered)});
    }
}

void RecordTable::append(std::initializer_list<RecordCell> cells) {
    STRIFE_EXPECT(cells.size() == columns_.size());
    auto column = columns_.begin();
    for (const RecordCell& cell : cells) {
        std::visit([&]<class Value>(const Value& value) { std::get<std::vector<Value>>(column->buffered).push_back(value); },
                   cell);
        ++column;
    }
    if (++buffered_ == chunk_rows_) flush();
}

void RecordTable::flush() {
    if (buffered_ == 0) return;
    const hsize_t length = written_ + buffered_;
    const Slab slab{.start = {written_}, .count = {buffered_}};
    for (Column& column : columns_) {
        const hid_t dataset = column.dataset.id();
        const TypeHandle type = stored_type(column.type);
        check_status(H5Dset_extent(dataset, &length), dataset, "extending records");
        if (auto* texts = std::get_if<std::vector<std::string>>(&column.buffered)) {
            std::vector<const char*> pointers;
            for (const std::string& text : *texts) pointers.push_back(text.c_str());
            write_slab(dataset, slab, type.id(), static_cast<const void*>(pointers.data()));
        } else {
            const void* values = nullptr;
            std::visit([&](const auto& numbers) { values = numbers.data(); }, column.buffered);
            write_slab(dataset, slab, type.id(), values);
        }
        std::visit([](auto& values) { values.clear(); }, column.buffered);
    }
    write_row_numbers(length);
    written_ = length;
    buffered_ = 0;
}

void RecordTable::write_row_numbers(hsize_t end) {
    std::vector<std::int64_t> numbers(end - written_);
    std::iota(numbers.begin(), numbers.end(), static_cast<std::int64_t>(written_));
    group_.resize_dimension(dimension_, end);
    write_slab(row_numbers_, {.start = {written_}, .count = {numbers.size()}}, H5T_NATIVE_INT64, numbers.data());
}

hsize_t RecordTable::rows_before(std::uint64_t replication) const {
    const hid_t dataset = columns_[replication_column_].dataset.id();
    hsize_t end = written_;
    std::vector<std::int64_t> values;
    while (end > 0) {
        const hsize_t count = std::min(end, chunk_rows_);
        const hsize_t begin = end - count;
        values.resize(count);
        read_slab(dataset, {.start = {begin}, .count = {count}}, H5T_NATIVE_INT64, values.data());
        const auto first = std::ranges::lower_bound(values, static_cast<std::int64_t>(replication));
        if (first != values.begin()) return begin + static_cast<hsize_t>(first - values.begin());
        end = begin;
    }
    return 0;
}

void RecordTable::finish(std::uint64_t kept) {
    flush();
    const hsize_t rows = rows_before(kept);
    for (Column& column : columns_) {
        check_status(H5Dset_extent(column.dataset.id(), &rows), column.dataset.id(), "cutting records");
        if (!column.dataset.close()) throw_hdf5_error(group_.id(), "closing records");
    }
    group_.resize_dimension(dimension_, rows);
    group_.write_reference_lists();
}

}  // namespace strife
