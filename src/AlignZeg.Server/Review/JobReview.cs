using AlignZeg.Abstractions.Shards;
using AlignZeg.Server.Results;

namespace AlignZeg.Server.Review;

/// <summary>The review list of a job, as far as its results have been read. One reader at a time.</summary>
/// <param name="most">Images kept.</param>
internal sealed class JobReview(int most) : IDisposable
{
    private const int Lines = 500;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly ReviewQueue _queue = new(most);
    private string? _read;

    /// <summary>Reads what has come since the last look, once; gives the images after a place.</summary>
    public async Task<IReadOnlyList<ReviewImage>> ReadAsync(ResultReader reader, ReviewPosition after, int limit, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            while (await ReadOnAsync(reader, cancellationToken))
            {
            }

            return _queue.After(after, limit);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<bool> ReadOnAsync(ResultReader reader, CancellationToken cancellationToken)
    {
        var cursor = reader.Locate(_read);
        var found = await reader.NextAsync(cursor, Lines, TimeSpan.Zero, cancellationToken);
        if (found.Lines.Count == 0) return false;
        foreach (string line in found.Lines) Add(ResultRecord.Parse(line));
        cursor.Advance(found.Shard, found.First + found.Lines.Count);
        _read = cursor.ToString();
        return true;
    }

    private void Add(ResultRecord record)
    {
        if (record is { Uncertainty: { } uncertainty, Mask: { } mask }) _queue.Add(new(record.Index, record.Image, uncertainty, mask, record.Overlay));
    }
}
