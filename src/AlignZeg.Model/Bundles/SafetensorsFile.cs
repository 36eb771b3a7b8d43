using System.Buffers.Binary;
using System.Text.Json;
using AlignZeg.Model.Checkpoints;

namespace AlignZeg.Model.Bundles;

/// <summary>
/// The safetensors format: 8 bytes of header length, a JSON header, raw little-endian data. Source: huggingface/safetensors, format description.
/// </summary>
internal static class SafetensorsFile
{
    private const long LargestHeader = 100_000_000;

    private static readonly Dictionary<string, ScalarType> Types = new()
    {
        ["F32"] = ScalarType.Float32, ["F16"] = ScalarType.Float16, ["BF16"] = ScalarType.BFloat16, ["F64"] = ScalarType.Float64,
        ["I64"] = ScalarType.Int64, ["I32"] = ScalarType.Int32, ["I16"] = ScalarType.Int16, ["I8"] = ScalarType.Int8, ["U8"] = ScalarType.Byte, ["BOOL"] = ScalarType.Bool,
    };

    /// <summary>Writes tensors in order of their names: equal tensors give equal bytes.</summary>
    public static void Write(string path, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        using var scope = NewDisposeScope();
        var sorted = tensors.OrderBy(t => t.Name, StringComparer.Ordinal).Select(t => (t.Name, Value: t.Value.detach().cpu().contiguous())).ToList();
        var header = new SortedDictionary<string, object>(StringComparer.Ordinal);
        long offset = 0;
        foreach (var (name, value) in sorted)
        {
            long end = offset + value.bytes.Length;
            header[name] = new { dtype = Types.First(t => t.Value == value.dtype).Key, shape = value.shape, data_offsets = new[] { offset, end } };
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        Array.Resize(ref json, (json.Length + 7) / 8 * 8);
        json.AsSpan().Replace((byte)0, (byte)' ');
        string unfinished = path + ".tmp";
        using (var file = File.Create(unfinished))
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
            file.Write(length);
            file.Write(json);
            foreach (var (_, value) in sorted) file.Write(value.bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true); // whoever is killed meanwhile leaves the file that was there, whole
    }

    /// <summary>Reads every tensor of a file.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or damaged: says where and what to do.</exception>
    public static Dictionary<string, Tensor> Read(string path) => Open(path).ToDictionary(entry => entry.Key, entry => entry.Value.Read());

    /// <summary>The tensors of a file by name; their numbers stay in the file until they are read.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or damaged: says where and what to do.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Open(string path)
    {
        using var file = File.OpenRead(path);
        using var json = Parse(path, ReadHeader(path, file));
        long start = file.Position;
        if (json.RootElement.ValueKind != JsonValueKind.Object) throw Damaged(path, "its header is not a JSON object");
        var tensors = new Dictionary<string, StoredTensor>();
        var parts = new List<(long Start, long End)>();
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name != "__metadata__") tensors[entry.Name] = Describe(path, entry, start, file.Length - start, parts);
        }

        parts.Sort();
        for (int i = 1; i < parts.Count; i++)
            if (parts[i].Start < parts[i - 1].End) throw Damaged(path, "two of its tensors overlap");
        return tensors;
    }

    private static byte[] ReadHeader(string path, FileStream file)
    {
        Span<byte> length = stackalloc byte[8];
        if (file.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8) throw Damaged(path, "its header is cut short");
        long header = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (header < 2 || header > LargestHeader || header > file.Length - 8) throw Damaged(path, "its header is cut short");
        var bytes = new byte[header];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static JsonDocument Parse(string path, ReadOnlyMemory<byte> header)
    {
        try
        {
            return JsonDocument.Parse(header);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not a safetensors file: its header is not JSON ({e.Message})", e);
        }
    }

    private static StoredTensor Describe(string path, JsonProperty entry, long start, long length, List<(long Start, long End)> parts)
    {
        try
        {
            string dtype = entry.Value.GetProperty("dtype").GetString() ?? "";
            if (!Types.TryGetValue(dtype, out var type)) throw Damaged(path, $"tensor '{entry.Name}' has the unknown type '{dtype}'");
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())];
            long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(s => s.GetInt64())];
            long expected = StoredTensor.BytesOf(shape, type);
            if (offsets.Length != 2 || offsets[0] < 0 || expected < 0 || offsets[1] - offsets[0] != expected || offsets[1] > length)
                throw Damaged(path, $"tensor '{entry.Name}' is too large, or does not lie within the file");
            parts.Add((offsets[0], offsets[1]));
            return new(type, shape, () => ReadTensor(path, start + offsets[0], shape, type));
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or OverflowException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is damaged: the entry of tensor '{entry.Name}' makes no sense. Copy the file again.", e);
        }
    }

    private static Tensor ReadTensor(string path, long offset, long[] shape, ScalarType type)
    {
        using var file = File.OpenRead(path);
        file.Position = offset;
        try
        {
            return StoredTensor.ReadFrom(file, shape, type);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"'{path}' was cut short while it was read. Copy the file again.", e);
        }
    }

    private static InvalidDataException Damaged(string path, string why) => new($"'{path}' is not a whole safetensors file: {why}. Copy the file again.");
}
