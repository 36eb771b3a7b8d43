using AlignZeg.Abstractions.Shards;

namespace AlignZeg.Server.Results;

/// <summary>What was made of the results of a job, as far as they have been read. One reader at a time.</summary>
internal sealed class JobReading<T>(T made, Action<T, ResultRecord> add) : IDisposable
{
    private const int Lines = 500;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private string? _read;

    /// <summary>Reads what has come since the last look, once; then looks.</summary>
    public async Task<TSeen> LookAsync<TSeen>(ResultReader reader, Func<T, TSeen> look, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            while (await ReadOnAsync(reader, cancellationToken))
            {
            }

            return look(made);
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
        foreach (string line in found.Lines) add(made, ResultRecord.Parse(line));
        cursor.Advance(found.Shard, found.First + found.Lines.Count);
        _read = cursor.ToString();
        return true;
    }
}
