namespace AlignZeg.Datasets.Manifests;

/// <summary>The lines of a text file as bytes, with where they are in it. Memory holds the longest line.</summary>
internal static class ByteLines
{
    /// <summary>Most bytes of a line: ours; what is longer is no list of images.</summary>
    public const int Longest = 16 << 20;

    private const int FirstRoom = 64 << 10;
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The lines, without their ends and a byte order mark. A line is valid until the next is asked for.</summary>
    /// <exception cref="InvalidDataException">A line is longer than <see cref="Longest"/>.</exception>
    public static IEnumerable<(long Offset, ReadOnlyMemory<byte> Line)> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        var (room, start, end, at) = (new byte[FirstRoom], 0, 0, 0L);
        while (true)
        {
            int length = room.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length < 0)
            {
                (room, start, end, at) = (Shifted(room, start, end), 0, end - start, at + start);
                int read = file.Read(room, end, room.Length - end);
                end += read;
                if (read > 0) continue;
                if (end > 0) yield return LineAt(room, 0, end, at);
                yield break;
            }

            yield return LineAt(room, start, length, at);
            start += length + 1;
        }
    }

    // Makes room behind what has begun: the beginning moves to the front, and the whole grows when it is full.
    private static byte[] Shifted(byte[] room, int start, int end)
    {
        if (end - start == Longest) throw new InvalidDataException($"It has a line of more than {Longest} bytes.");
        var target = end - start > room.Length / 2 ? new byte[Math.Min(Longest, room.Length * 2)] : room;
        room.AsSpan(start, end - start).CopyTo(target);
        return target;
    }

    private static (long Offset, ReadOnlyMemory<byte> Line) LineAt(byte[] room, int start, int length, long at)
    {
        var line = room.AsMemory(start, length);
        int mark = at + start == 0 && line.Span.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        return (at + start + mark, line[mark..]);
    }
}
