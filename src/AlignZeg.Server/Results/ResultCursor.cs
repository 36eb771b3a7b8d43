using System.Buffers.Text;
using AlignZeg.Server.Problems;

namespace AlignZeg.Server.Results;

/// <summary>
/// How far a consumer has read in every shard of a job. Written as the number of leading shards that are read whole, then the shards whose position is not what
/// follows from that: a few bytes while shards are read in their order, at most about four per shard. Lines of a log never move, so no cursor grows old.
/// </summary>
internal sealed class ResultCursor
{
    private const int Format = 1;
    private readonly ShardLayout _layout;
    private readonly SortedDictionary<int, long> _exceptions = [];
    private int _whole;

    private ResultCursor(ShardLayout layout) => _layout = layout;

    /// <summary>True if every shard has been read as far as it has images; later tries of failed images may come after that.</summary>
    public bool IsWhole => _whole == _layout.Count;

    /// <summary>Lines read of a shard.</summary>
    public long this[int shard] => _exceptions.TryGetValue(shard, out long position) ? position : shard < _whole ? _layout.ImagesOf(shard) : 0;

    /// <summary>Reads a cursor; nothing = the beginning.</summary>
    /// <exception cref="ProblemException">It is none, or of another job.</exception>
    public static ResultCursor Parse(string? text, ShardLayout layout)
    {
        var cursor = new ResultCursor(layout);
        if (string.IsNullOrEmpty(text)) return cursor;
        if (text.Length > 64 << 10 || !Base64Url.IsValid(text) || !cursor.TryRead(Base64Url.DecodeFromChars(text)))
            throw new ProblemException(ProblemTypes.InvalidCursor, "The cursor is not one that this job gave; leave it out to begin at the first result.");
        return cursor;
    }

    /// <summary>The shards of which fewer lines are read than they have images, in their order.</summary>
    public IEnumerable<int> Unfinished()
    {
        for (int shard = _whole; shard < _layout.Count; shard++)
            if (this[shard] < _layout.ImagesOf(shard)) yield return shard;
    }

    /// <summary>So many lines of a shard are read.</summary>
    public void Advance(int shard, long position)
    {
        _exceptions[shard] = position;
        while (_whole < _layout.Count && this[_whole] >= _layout.ImagesOf(_whole))
        {
            if (this[_whole] == _layout.ImagesOf(_whole)) _exceptions.Remove(_whole);
            _whole++;
        }
    }

    public override string ToString()
    {
        var bytes = new List<byte> { Format };
        Write(bytes, _whole);
        int last = -1;
        foreach (var (shard, position) in _exceptions)
        {
            Write(bytes, shard - last);
            Write(bytes, position);
            last = shard;
        }

        return Base64Url.EncodeToString([.. bytes]);
    }

    private bool TryRead(byte[] bytes)
    {
        int at = 1;
        if (bytes.Length < 2 || bytes[0] != Format || Read(bytes, ref at) is not (>= 0 and var whole) || whole > _layout.Count) return false;
        _whole = (int)whole;
        for (long shard = -1; at < bytes.Length;)
        {
            if (Read(bytes, ref at) is not (> 0 and var gap) || Read(bytes, ref at) is not (>= 0 and var position)) return false;
            shard += gap;
            if (shard >= _layout.Count) return false;
            _exceptions[(int)shard] = position;
        }

        return true;
    }

    private static void Write(List<byte> bytes, long value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    // -1: not a number of at most 35 bits.
    private static long Read(byte[] bytes, ref int at)
    {
        long value = 0;
        for (int shift = 0; shift < 35 && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        return -1;
    }
}
