namespace AlignZeg.Server.Results;

/// <summary>Pages of the records that a filter takes. A request looks at a bounded number of records, however few of them are wanted.</summary>
internal sealed class FilteredReader(IResultLines results, ResultFilter filter, TimeProvider time)
{
    /// <summary>Records that a request looks at, about; a page that ends with them may be empty, and its cursor goes on behind them.</summary>
    public const int MostScanned = 10_000;

    private const int ReadLines = 500;

    /// <summary>The next records, and the cursor moved past all that was looked at; waits only at the end of what there is.</summary>
    public async Task<FilteredPage> NextAsync(ResultCursor cursor, int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        long start = time.GetTimestamp();
        for (int scanned = 0; scanned < MostScanned && lines.Count < max;)
        {
            var left = lines.Count > 0 ? TimeSpan.Zero : wait - time.GetElapsedTime(start);
            var found = await results.NextAsync(cursor, filter.IsEmpty ? max : ReadLines, left, cancellationToken);
            if (found.Lines.Count == 0) return new(lines, found.End && lines.Count == 0);
            scanned += Take(cursor, found, max, lines);
            if (filter.IsEmpty) break;
        }

        return new(lines, End: false);
    }

    private int Take(ResultCursor cursor, ResultLines found, int max, List<string> lines)
    {
        int read = 0;
        for (; read < found.Lines.Count && lines.Count < max; read++)
            if (filter.Takes(found.Lines[read])) lines.Add(found.Lines[read]);
        cursor.Advance(found.Shard, found.First + read);
        return read;
    }
}

/// <summary>Records that a filter takes.</summary>
/// <param name="Lines">As the log has them; none: not in this time, or not among those that were looked at.</param>
/// <param name="End">True: there will be no more.</param>
internal sealed record FilteredPage(IReadOnlyList<string> Lines, bool End);
