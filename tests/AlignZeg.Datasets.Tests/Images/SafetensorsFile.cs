using System.Buffers.Binary;
using System.Text.Json;

namespace AlignZeg.Datasets.Tests.Images;

/// <summary>Just enough of safetensors to read uint8 pictures.</summary>
internal sealed class SafetensorsFile
{
    private readonly byte[] _bytes;
    private readonly int _data;
    private readonly JsonElement _header;

    public SafetensorsFile(byte[] bytes)
    {
        _bytes = bytes;
        _data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        _header = JsonDocument.Parse(bytes.AsMemory(8.._data)).RootElement;
    }

    public IEnumerable<string> Keys => _header.EnumerateObject().Select(p => p.Name);

    /// <summary>The planes [3, H, W] of a key as interleaved pixels.</summary>
    public (byte[] Pixels, int Width, int Height) Picture(string key)
    {
        var entry = _header.GetProperty(key);
        var (height, width) = (entry.GetProperty("shape")[1].GetInt32(), entry.GetProperty("shape")[2].GetInt32());
        var planes = _bytes.AsSpan(_data + entry.GetProperty("data_offsets")[0].GetInt32(), 3 * height * width);
        var pixels = new byte[planes.Length];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = planes[i % 3 * height * width + i / 3];
        return (pixels, width, height);
    }
}
