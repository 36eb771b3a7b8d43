namespace AlignZeg.Datasets.Spools;

/// <summary>
/// Records in any order that come out in the ordinal order of their names, those of one name in the order they came: runs are sorted in memory and put into a file, then merged. Memory holds one run, as bytes and not as
/// objects that a collector would have to find, and a page of each while they are merged. For one thread at a time.
/// </summary>
/// <param name="directory">Where the file is; null = the system's folder for such files.</param>
internal sealed class SpooledRecords(string? directory = null) : IDisposable
{
    private const int RunBytes = (2 << 20) - (16 << 10); // a room that doubles stays at 2 MiB
    private readonly SpoolDisk _disk = new(directory);
    private readonly List<SpooledRun> _runs = [];
    private RecordBlock _latest = new(), _sorted = new();
    private long _end;

    /// <summary>Takes a record.</summary>
    /// <exception cref="SpoolException">The file fails.</exception>
    public void Add(string name, ReadOnlySpan<byte> content)
    {
        _latest.Add(name, content);
        if (_latest.Bytes.Length >= RunBytes) PutAway();
    }

    /// <summary>All records so far; may be gone through again, until the next is added.</summary>
    /// <exception cref="SpoolException">The file fails.</exception>
    public IEnumerable<SpooledRecord> Read()
    {
        if (_runs.Count > 0)
        {
            PutAway();
            return Merge();
        }

        Sort();
        return _latest.Records();
    }

    /// <inheritdoc/>
    public void Dispose() => _disk.Dispose();

    private void Sort()
    {
        _sorted.Take(_latest);
        (_latest, _sorted) = (_sorted, _latest);
    }

    private void PutAway()
    {
        if (_latest.Bytes.IsEmpty) return;
        Sort();
        _disk.Write(_end, _latest.Bytes);
        _runs.Add(new(_end, _end + _latest.Bytes.Length));
        _end += _latest.Bytes.Length;
        _latest.Clear();
    }

    private IEnumerable<SpooledRecord> Merge()
    {
        var next = new PriorityQueue<IEnumerator<SpooledRecord>, (string Name, int Run)>(Comparer<(string Name, int Run)>.Create(
            (one, other) => string.CompareOrdinal(one.Name, other.Name) is var by && by != 0 ? by : one.Run.CompareTo(other.Run)));
        for (int i = 0; i < _runs.Count; i++) Advance(_runs[i].Read(_disk).GetEnumerator(), i);
        while (next.TryDequeue(out var run, out var at))
        {
            yield return run.Current;
            Advance(run, at.Run);
        }

        void Advance(IEnumerator<SpooledRecord> run, int number)
        {
            if (run.MoveNext()) next.Enqueue(run, (run.Current.Name, number));
        }
    }
}
