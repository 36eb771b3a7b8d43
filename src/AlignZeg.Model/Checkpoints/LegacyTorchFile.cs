using System.Buffers.Binary;

namespace AlignZeg.Model.Checkpoints;

/// <summary>
/// The format of torch.save before 1.6: pickles of a magic number, a version, the machine, the object and the storages' keys, then per key the count (64 bits)
/// and the raw numbers.
/// </summary>
internal static class LegacyTorchFile
{
    private const long Version = 1001;

    /// <summary>The tensors of a file by name.</summary>
    /// <exception cref="InvalidDataException">Damaged, or more than data.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Open(string path)
    {
        using var stream = new BufferedStream(File.OpenRead(path), 1 << 16);
        Dictionary<string, long> offsets = [];
        var storages = new Dictionary<string, PickledStorage>();
        object? ReadObject()
        {
            _ = Pickle.Read(stream, stream.Length);                                                     // the magic number, which brought us here
            if (Pickle.Read(stream, stream.Length) is not Version) throw new InvalidDataException("its version is not 1001");
            if (Pickle.Read(stream, stream.Length) is PickledDictionary machine && machine["little_endian"] is false) throw new InvalidDataException("its numbers are big-endian");
            return Pickle.Read(stream, stream.Length);
        }

        var tensors = PickledTensors.Of(
            path, ReadObject, storage => storages[storage.Key] = storage, storage => ReadStorage(path, offsets.GetValueOrDefault(storage.Key, -1), storage));
        offsets = ReadOffsets(path, stream, storages);
        return tensors;
    }

    private static Dictionary<string, long> ReadOffsets(string path, BufferedStream stream, Dictionary<string, PickledStorage> storages)
    {
        var offsets = new Dictionary<string, long>();
        Span<byte> count = stackalloc byte[sizeof(long)];
        try
        {
            if (Pickle.Read(stream, stream.Length) is not List<object?> keys) throw new InvalidDataException("it does not name its storages");
            foreach (string key in keys.Cast<string>())
            {
                if (!storages.TryGetValue(key, out var storage)) throw new InvalidDataException($"no tensor uses its storage '{key}'"); // so its size is unknown
                stream.ReadExactly(count);
                long bytes = StoredTensor.BytesOf([storage.Count], storage.Type);
                if (BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Count || bytes < 0 || stream.Position + bytes > stream.Length)
                    throw new InvalidDataException($"its storage '{key}' is too large, or not as long as it declares");
                offsets[key] = stream.Position;
                stream.Seek(bytes, SeekOrigin.Current);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or InvalidCastException)
        {
            throw PickledTensors.Refused(path, e is InvalidDataException ? e.Message : "it is cut short or damaged", e);
        }

        var missing = storages.Keys.FirstOrDefault(key => !offsets.ContainsKey(key));
        return missing is null ? offsets : throw PickledTensors.Refused(path, $"its storage '{missing}' is missing");
    }

    private static Tensor ReadStorage(string path, long offset, PickledStorage storage)
    {
        using var file = File.OpenRead(path);
        file.Position = offset;
        return StoredTensor.ReadFrom(file, [storage.Count], storage.Type);
    }
}
