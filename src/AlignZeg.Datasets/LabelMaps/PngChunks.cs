using System.Buffers.Binary;

namespace AlignZeg.Datasets.LabelMaps;

/// <summary>The container of PNG: length, type, data and CRC-32 (PNG specification, § 5).</summary>
internal static class PngChunks
{
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>The eight bytes that start every PNG.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Appends one chunk.</summary>
    public static void Write(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        output.Write(number);
        output.Write(type);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(type, data));
        output.Write(number);
    }

    /// <summary>The checksum of a chunk: CRC-32 over type and data.</summary>
    public static uint Crc(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data = default) => ~Continue(Continue(0xFFFFFFFF, type), data);

    private static uint Continue(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var b in data) crc = CrcTable[(byte)crc ^ b] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            table[n] = c;
        }

        return table;
    }
}
