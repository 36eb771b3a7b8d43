using System.Buffers;
using System.Text;

namespace AlignZeg.Storage.Logs;

/// <summary>
/// An append-only log of lines with one writer. Lines that arrive while an append is on its way go together into the next one (group commit).
/// Once an append has failed, the log takes nothing more: open it again to learn what is durable.
/// </summary>
public sealed class ResultLog
{
    private readonly IAppendStore _store;
    private readonly string _name;
    private readonly Lock _gate = new();
    private readonly LineIndex _index = new();
    private List<string> _waiting = [];
    private TaskCompletionSource _waitingDone = NewSource();
    private bool _someoneWaits;
    private bool _writing;
    private Exception? _fault;

    private ResultLog(IAppendStore store, string name) => (_store, _name) = (store, name);

    /// <summary>Number of durable lines.</summary>
    public long Count
    {
        get
        {
            lock (_gate) return _index.Count;
        }
    }

    /// <summary>Recovers the log after a torn write and reads it once.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="name">Its name; it need not exist.</param>
    /// <param name="onLine">Gets every durable line, in order.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<ResultLog> OpenAsync(IAppendStore store, string name, Action<string> onLine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(onLine);
        var log = new ResultLog(store, name);
        long length = await store.RecoverAsync(name, cancellationToken);
        var reader = new LineReader(store, name, position: 0, end: length);
        while (await reader.NextAsync(cancellationToken) is { } line)
        {
            log._index.Add(line.Length + 1);
            onLine(Encoding.UTF8.GetString(line.Span));
        }

        return log;
    }

    /// <summary>Completes when the lines are durable, and all that were given before them.</summary>
    /// <param name="lines">Without newlines inside; none = only those before.</param>
    /// <exception cref="LogFencedException">Another writer is at work.</exception>
    /// <exception cref="Abstractions.Blobs.StorageException">The store cannot take them.</exception>
    public Task AppendAsync(IReadOnlyCollection<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (lines.Any(line => line.Contains('\n', StringComparison.Ordinal))) throw new ArgumentException("A line of a log has no newline inside.", nameof(lines));
        lock (_gate)
        {
            if (_fault is not null) return Task.FromException(_fault);
            _waiting.AddRange(lines);
            _someoneWaits = true;
            var done = _waitingDone.Task;
            if (!_writing) _ = WriteWaitingAsync(_writing = true);
            return done;
        }
    }

    /// <summary>Durable lines from line number <paramref name="cursor"/> on; at least one if there is one.</summary>
    /// <param name="cursor">From 0.</param>
    /// <param name="max">Most lines.</param>
    /// <param name="maxBytes">The page ends with the line that reaches this many bytes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<string>> ReadAsync(long cursor, int max, int maxBytes, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cursor);
        long known, position, end;
        lock (_gate)
        {
            if (cursor >= _index.Count) return [];
            (known, position) = _index.AtOrBefore(cursor);
            end = _index.Length;
        }

        var lines = new List<string>();
        var reader = new LineReader(_store, _name, position, end);
        for (int bytes = 0; lines.Count < max && bytes < maxBytes && await reader.NextAsync(cancellationToken) is { } line; known++)
        {
            if (known < cursor) continue;
            lines.Add(Encoding.UTF8.GetString(line.Span));
            bytes += line.Length;
        }

        return lines;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WriteWaitingAsync(bool more)
    {
        while (more)
        {
            var (lines, done) = TakeWaiting();
            try
            {
                byte[] content = Encode(lines, out int[] lengths);
                if (lines.Count > 0) await _store.AppendAsync(_name, content.AsMemory(0, lengths.Sum()), _index.Length);
                ArrayPool<byte>.Shared.Return(content); // not after a failure: then nobody knows who still reads it
                lock (_gate)
                {
                    foreach (int length in lengths) _index.Add(length);
                    more = _writing = _someoneWaits;
                }

                done.SetResult();
            }
            catch (Exception exception)
            {
                Fail(exception, done);
                return;
            }
        }
    }

    private (List<string> Lines, TaskCompletionSource Done) TakeWaiting()
    {
        lock (_gate)
        {
            var taken = (_waiting, _waitingDone);
            (_waiting, _waitingDone, _someoneWaits) = ([], NewSource(), false);
            return taken;
        }
    }

    private void Fail(Exception exception, TaskCompletionSource done)
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            (_fault, waiting) = (exception, _waitingDone);
            _writing = false;
        }

        done.SetException(exception);
        waiting.SetException(exception);
        _ = waiting.Task.Exception; // nobody may be waiting: observed here
    }

    // Rented, since an append of some hundred lines is a large object, and thousands of those are what memory grows by.
    private static byte[] Encode(List<string> lines, out int[] lengths)
    {
        lengths = new int[lines.Count];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Encoding.UTF8.GetByteCount(lines[i]) + 1;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(lengths.Sum());
        int position = 0;
        foreach (string line in lines)
        {
            position += Encoding.UTF8.GetBytes(line, buffer.AsSpan(position));
            buffer[position++] = (byte)'\n';
        }

        return buffer;
    }
}
