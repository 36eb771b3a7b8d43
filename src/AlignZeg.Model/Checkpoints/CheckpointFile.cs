using AlignZeg.Model.Bundles;

namespace AlignZeg.Model.Checkpoints;

/// <summary>
/// A file of weights as a dictionary of tensors, whatever wrote it: safetensors, torch.save (the zip format and the older one), torch.jit.save. Told apart by
/// their first bytes, not by the file's name. Nothing in a file is ever run.
/// </summary>
internal static class CheckpointFile
{
    private const int ZipMagic = 0x04034b50; // "PK", 3, 4
    private static readonly byte[] LegacyMagic = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Endings of the files that <see cref="Open"/> may be asked to read.</summary>
    public static readonly IReadOnlyList<string> Endings = [".safetensors", ".pt", ".pth", ".bin"];

    /// <summary>
    /// The tensors of a file by name. Nested dictionaries and lists are joined with dots: {'model': {'a': t}, 'iteration': 3} holds "model.a"; what is no tensor
    /// or array is left out.
    /// </summary>
    /// <exception cref="InvalidDataException">Not such a file, damaged, or more than data: says why and what to do.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Open(string path)
    {
        Span<byte> start = stackalloc byte[LegacyMagic.Length];
        int read;
        using (var file = File.OpenRead(path)) read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (read >= sizeof(int) && BitConverter.ToInt32(start) == ZipMagic) return TorchArchive.Open(path);
        return start[..read].SequenceEqual(LegacyMagic) ? LegacyTorchFile.Open(path) : SafetensorsFile.Open(path);
    }
}
