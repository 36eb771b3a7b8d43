using System.IO.Compression;

namespace AlignZeg.Model.Checkpoints;

/// <summary>
/// The zip format of torch.save (since 1.6) and torch.jit.save: NAME/data.pkl describes, NAME/data/KEY are the numbers of the storages, little-endian. A TorchScript
/// archive also holds code, which is never looked at.
/// </summary>
internal static class TorchArchive
{
    private const string Description = "/data.pkl";

    /// <summary>The tensors of an archive by name.</summary>
    /// <exception cref="InvalidDataException">Damaged, or more than data.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Open(string path)
    {
        using var zip = OpenZip(path);
        var description = zip.Entries.Where(entry => entry.FullName.EndsWith(Description, StringComparison.Ordinal) && entry.FullName.Count(c => c == '/') == 1).ToArray();
        if (description.Length != 1) throw PickledTensors.Refused(path, "it has no data.pkl: it is another kind of zip file");
        string root = description[0].FullName[..^Description.Length];
        RequireLittleEndian(path, zip.GetEntry(root + "/byteorder"));
        using var stream = new BufferedStream(description[0].Open(), 1 << 16);
        var sizes = zip.Entries.GroupBy(entry => entry.FullName).ToDictionary(group => group.Key, group => group.First().Length);
        return PickledTensors.Of(path, () => Pickle.Read(stream, description[0].Length), storage => Check(path, storage, sizes, root), storage => ReadStorage(path, $"{root}/data/{storage.Key}", storage));
    }

    private static void Check(string path, PickledStorage storage, Dictionary<string, long> sizes, string root)
    {
        if (!sizes.TryGetValue($"{root}/data/{storage.Key}", out long bytes) || bytes != StoredTensor.BytesOf([storage.Count], storage.Type))
            throw PickledTensors.Refused(path, $"its storage '{storage.Key}' is missing, too large, or not as long as it declares");
    }

    private static Tensor ReadStorage(string path, string name, PickledStorage storage)
    {
        using var zip = OpenZip(path);
        using var numbers = (zip.GetEntry(name) ?? throw PickledTensors.Refused(path, $"its storage '{storage.Key}' is missing")).Open();
        return StoredTensor.ReadFrom(numbers, [storage.Count], storage.Type);
    }

    private static void RequireLittleEndian(string path, ZipArchiveEntry? order)
    {
        if (order is null) return;
        using var reader = new StreamReader(order.Open());
        if (reader.ReadLine() is not "little") throw PickledTensors.Refused(path, "its numbers are big-endian");
    }

    private static ZipArchive OpenZip(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' is not a whole checkpoint: it is a zip file that is cut short or damaged. Copy the file again.", e);
        }
    }
}
