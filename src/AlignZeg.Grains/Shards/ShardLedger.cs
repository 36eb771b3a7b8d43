using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Grains.Shards;

/// <summary>Which images of a shard have a durable result, which are on the way into the log, and which are open. Rebuilt from the log.</summary>
internal sealed class ShardLedger(int firstIndex, int images)
{
    private readonly Mark[] _marks = new Mark[images];
    private readonly SortedDictionary<string, int> _failures = [];
    private int _ok;
    private int _failed;
    private int _lowestOpen;
    private LabellingUsage _usage = LabellingUsage.None;

    private enum Mark : byte
    {
        Open,
        Recording,
        Recorded,
    }

    public int Total => _marks.Length;

    public bool IsDone => _ok + _failed == _marks.Length;

    public int Recomputed { get; private set; }

    /// <summary>Takes an image on its way into the log; false if it has a result or is on its way already, so that no image is ever logged twice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The image is not of this shard.</exception>
    public bool TryBegin(int index)
    {
        ref var mark = ref MarkOf(index);
        if (mark != Mark.Open)
        {
            Recomputed++;
            return false;
        }

        mark = Mark.Recording;
        return true;
    }

    /// <summary>Notes a durable result: of this activation, or read from the log.</summary>
    /// <exception cref="InvalidDataException">The image has one already: the log is damaged.</exception>
    public void Record(int index, string? reason, LabellingUsage usage)
    {
        ref var mark = ref MarkOf(index);
        if (mark == Mark.Recorded) throw new InvalidDataException($"The log has two results for image {index}.");
        mark = Mark.Recorded;
        _usage = _usage.Plus(usage);
        if (reason is null) _ok++;
        else _failures[reason] = _failures.GetValueOrDefault(reason, 0) + 1;
        if (reason is not null) _failed++;
    }

    /// <summary>An image was found to have been computed before.</summary>
    public void NoteRecomputed() => Recomputed++;

    /// <summary>Images without a result and not on their way into the log, ascending; may be leased.</summary>
    public IEnumerable<int> Open()
    {
        while (_lowestOpen < _marks.Length && _marks[_lowestOpen] == Mark.Recorded) _lowestOpen++;
        for (int i = _lowestOpen; i < _marks.Length; i++)
            if (_marks[i] == Mark.Open) yield return firstIndex + i;
    }

    public ShardCounts Count(int leased, DateTimeOffset? lastProgressAt) =>
        new(_marks.Length, _ok, _failed, leased, Recomputed, new Dictionary<string, int>(_failures), lastProgressAt, _usage);

    private ref Mark MarkOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, firstIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, firstIndex + _marks.Length);
        return ref _marks[index - firstIndex];
    }
}
