namespace AlignZeg.Datasets.Spools;

/// <summary>Records one after the other, as bytes in memory.</summary>
internal sealed class RecordBlock
{
    private readonly List<int> _places = [];
    private byte[] _room = [];
    private int _filled;

    /// <summary>All of them.</summary>
    public ReadOnlySpan<byte> Bytes => _room.AsSpan(0, _filled);

    /// <summary>Appends one.</summary>
    public void Add(string name, ReadOnlySpan<byte> content) =>
        SpooledRecord.Write(Next(SpooledRecord.Head + (name.Length * sizeof(char)) + content.Length), name, content);

    /// <summary>Becomes the records of another block, in the ordinal order of their names, those of one name as they were.</summary>
    public void Take(RecordBlock other)
    {
        Clear();
        other._places.Sort((one, another) => other.NameAt(one).SequenceCompareTo(other.NameAt(another)) is var by && by != 0 ? by : one.CompareTo(another));
        foreach (int place in other._places)
        {
            var record = other._room.AsSpan(place);
            record = record[..SpooledRecord.LengthOf(record)];
            record.CopyTo(Next(record.Length));
        }
    }

    /// <summary>The records, in their order.</summary>
    public IEnumerable<SpooledRecord> Records() => _places.Select(place => SpooledRecord.Read(_room.AsSpan(place)));

    /// <summary>None any more; the room stays.</summary>
    public void Clear()
    {
        _places.Clear();
        _filled = 0;
    }

    private ReadOnlySpan<char> NameAt(int place) => SpooledRecord.NameOf(_room.AsSpan(place));

    private Span<byte> Next(int length)
    {
        if (_filled + length > _room.Length) Array.Resize(ref _room, Math.Max(_filled + length, 2 * _room.Length));
        _places.Add(_filled);
        _filled += length;
        return _room.AsSpan(_filled - length, length);
    }
}
