using System.Runtime.InteropServices;

namespace AlignZeg.Datasets.Spools;

/// <summary>What is known under a name. As bytes: the number of letters, that of bytes, the letters in UTF-16, the bytes.</summary>
internal readonly record struct SpooledRecord(string Name, byte[] Content)
{
    /// <summary>Bytes that say how long a record is.</summary>
    public const int Head = 2 * sizeof(int);

    /// <summary>How long the record is that the bytes begin with; they may end behind its <see cref="Head"/>.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes) => Head + NameBytes(bytes) + MemoryMarshal.Read<int>(bytes[sizeof(int)..]);

    /// <summary>The letters of its name.</summary>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, char>(bytes.Slice(Head, NameBytes(bytes)));

    /// <summary>The record itself.</summary>
    public static SpooledRecord Read(ReadOnlySpan<byte> bytes) => new(new(NameOf(bytes)), bytes[(Head + NameBytes(bytes))..LengthOf(bytes)].ToArray());

    /// <summary>Writes one.</summary>
    /// <returns>Its length.</returns>
    public static int Write(Span<byte> to, string name, ReadOnlySpan<byte> content)
    {
        MemoryMarshal.Write(to, name.Length);
        MemoryMarshal.Write(to[sizeof(int)..], content.Length);
        MemoryMarshal.AsBytes(name.AsSpan()).CopyTo(to[Head..]);
        content.CopyTo(to[(Head + NameBytes(to))..]);
        return LengthOf(to);
    }

    private static int NameBytes(ReadOnlySpan<byte> bytes) => sizeof(char) * MemoryMarshal.Read<int>(bytes);
}
