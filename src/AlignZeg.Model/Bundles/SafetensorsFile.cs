using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

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
        using var file = File.Create(path);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        file.Write(length);
        file.Write(json);
        foreach (var (_, value) in sorted) file.Write(value.bytes);
    }

    /// <summary>Reads every tensor of a file.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or damaged: says where and what to do.</exception>
    public static Dictionary<string, Tensor> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        long header = bytes.Length < 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (header < 2 || header > LargestHeader || header > bytes.Length - 8) throw Damaged(path, "its header is cut short");
        using var json = Parse(path, bytes.AsMemory(8, (int)header));
        var data = bytes.AsMemory(8 + (int)header);
        if (json.RootElement.ValueKind != JsonValueKind.Object) throw Damaged(path, "its header is not a JSON object");
        var tensors = new Dictionary<string, Tensor>();
        var parts = new List<(long Start, long End)>();
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name != "__metadata__") tensors[entry.Name] = ReadTensor(path, entry, data, parts);
        }

        parts.Sort();
        for (int i = 1; i < parts.Count; i++)
            if (parts[i].Start < parts[i - 1].End) throw Damaged(path, "two of its tensors overlap");
        return tensors;
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

    private static Tensor ReadTensor(string path, JsonProperty entry, ReadOnlyMemory<byte> data, List<(long Start, long End)> parts)
    {
        try
        {
            string dtype = entry.Value.GetProperty("dtype").GetString() ?? "";
            if (!Types.TryGetValue(dtype, out var type)) throw Damaged(path, $"tensor '{entry.Name}' has the unknown type '{dtype}'");
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())];
            long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(s => s.GetInt64())];
            long expected = checked(shape.Aggregate(1L, (a, b) => b < 0 ? throw new OverflowException() : checked(a * b)) * type.ElementSize());
            if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] - offsets[0] != expected || offsets[1] > data.Length)
                throw Damaged(path, string.Create(CultureInfo.InvariantCulture, $"tensor '{entry.Name}' does not lie within the file"));
            parts.Add((offsets[0], offsets[1]));
            var tensor = empty(shape, dtype: type);
            if (expected > 0) data.Span.Slice((int)offsets[0], (int)expected).CopyTo(tensor.bytes);
            return tensor;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or OverflowException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is damaged: the entry of tensor '{entry.Name}' makes no sense. Copy the file again.", e);
        }
    }

    private static InvalidDataException Damaged(string path, string why) => new($"'{path}' is not a whole safetensors file: {why}. Copy the file again.");
}
