using AlignZeg.Abstractions.Shards;
using AlignZeg.Abstractions.Tenants;

namespace AlignZeg.Grains.Shards;

/// <summary>
/// Which images of a shard have a durable result, which are on the way into the log, and which are open. Rebuilt from the log.
/// An image has one result per try, and a try after the first only if the one before it failed and was opened again.
/// </summary>
internal sealed class ShardLedger(int firstIndex, int images)
{
    private readonly Mark[] _marks = new Mark[images];
    private readonly SortedDictionary<string, int> _failures = [];
    private readonly SortedDictionary<int, FailedImage> _failed = [];
    private readonly Dictionary<int, int> _attempts = []; // results of an image, where they are more than one
    private int _ok;
    private int _lowestOpen;
    private LabellingUsage _usage = LabellingUsage.None;

    private enum Mark : byte
    {
        Open,
        Recording,
        Recorded,
    }

    public int Total => _marks.Length;

    public bool IsDone => _ok + _failed.Count == _marks.Length;

    /// <summary>Images whose newest result is a failure that stands.</summary>
    public int Failed => _failed.Count;

    /// <summary>Durable results, superseded ones too: the lines of the log.</summary>
    public long Records { get; private set; }

    public int Recomputed { get; private set; }

    /// <summary>Takes a result on its way into the log; false if the image has one or it is on its way already, or if it is of an earlier try: no try is ever logged twice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The image is not of this shard.</exception>
    public bool TryBegin(int index, int attempt)
    {
        ref var mark = ref MarkOf(index);
        if (mark != Mark.Open || attempt != AttemptsOf(index) + 1)
        {
            Recomputed++;
            return false;
        }

        mark = Mark.Recording;
        return true;
    }

    /// <summary>Notes a durable result: of this activation, or read from the log.</summary>
    /// <exception cref="InvalidDataException">The try has one already, or nothing asked for it: the log is damaged.</exception>
    public void Record(int index, int attempt, string? reason, LabellingUsage usage)
    {
        ref var mark = ref MarkOf(index);
        if (mark == Mark.Recorded) throw new InvalidDataException($"The log has two results for image {index}{(attempt > 1 ? $", try {attempt}" : "")}.");
        if (attempt != AttemptsOf(index) + 1) throw new InvalidDataException($"The log has try {attempt} of image {index} after try {AttemptsOf(index)}.");
        mark = Mark.Recorded;
        if (attempt > 1) _attempts[index] = attempt;
        _usage = _usage.Plus(usage);
        Records++;
        if (reason is null) _ok++;
        else NoteFailure(index, attempt, reason);
    }

    /// <summary>Replays a durable result; a later try says that the image was opened again.</summary>
    /// <exception cref="InvalidDataException">As of <see cref="Record"/>.</exception>
    public void Replay(int index, int attempt, string? reason, LabellingUsage usage)
    {
        if (attempt == AttemptsOf(index) + 1) Reopen(index);
        Record(index, attempt, reason, usage);
    }

    /// <summary>A failed image may be tried again; anything else stays as it is.</summary>
    public void Reopen(int index)
    {
        ref var mark = ref MarkOf(index);
        if (!_failed.Remove(index, out var failure)) return;
        if (--_failures[failure.Reason] == 0) _failures.Remove(failure.Reason);
        _attempts[index] = failure.Attempt;
        mark = Mark.Open;
        _lowestOpen = Math.Min(_lowestOpen, index - firstIndex);
    }

    /// <summary>An image was found to have been computed before.</summary>
    public void NoteRecomputed() => Recomputed++;

    /// <summary>How many results the image has.</summary>
    public int AttemptsOf(int index) => _attempts.TryGetValue(index, out int attempts) ? attempts : MarkOf(index) == Mark.Recorded ? 1 : 0;

    /// <summary>True if this result of the image is its newest, and a failure that stands.</summary>
    public bool IsFailure(int index, int attempt) => _failed.TryGetValue(index, out var failure) && failure.Attempt == attempt;

    /// <summary>The images whose failure stands, and why.</summary>
    public IEnumerable<(int Index, string Reason)> Failures() => _failed.Select(entry => (entry.Key, entry.Value.Reason));

    /// <summary>Images without a result and not on their way into the log, ascending; may be leased.</summary>
    public IEnumerable<int> Open()
    {
        while (_lowestOpen < _marks.Length && _marks[_lowestOpen] == Mark.Recorded) _lowestOpen++;
        for (int i = _lowestOpen; i < _marks.Length; i++)
            if (_marks[i] == Mark.Open) yield return firstIndex + i;
    }

    public ShardCounts Count(int leased, DateTimeOffset? lastProgressAt, int retries = 0) =>
        new(_marks.Length, _ok, _failed.Count, leased, Recomputed, new Dictionary<string, int>(_failures), lastProgressAt, _usage, retries);

    private void NoteFailure(int index, int attempt, string reason)
    {
        _failures[reason] = _failures.GetValueOrDefault(reason, 0) + 1;
        _failed.Add(index, new(attempt, reason));
    }

    private ref Mark MarkOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, firstIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, firstIndex + _marks.Length);
        return ref _marks[index - firstIndex];
    }

    private readonly record struct FailedImage(int Attempt, string Reason);
}
