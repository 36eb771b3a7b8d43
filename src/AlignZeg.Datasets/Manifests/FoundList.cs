using System.Text;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Manifests;

/// <summary>Files as they are found; once settled, in the ordinal order of names of their own, with the stems of their outputs. Then it may be read from any thread.</summary>
internal sealed class FoundList : IDisposable
{
    private readonly SpooledList _files = new();
    private SpooledRecords? _found = new();

    /// <summary>How many there are, once settled.</summary>
    public int Count => _files.Count;

    /// <summary>One of them, once settled.</summary>
    public (string Name, string Stem, FoundFile File) this[int index]
    {
        get
        {
            using var reader = new BinaryReader(new MemoryStream(_files[index]), Encoding.UTF8);
            return (reader.ReadString(), reader.ReadString(), FoundFile.Read(reader));
        }
    }

    /// <summary>Takes a file, before it is settled.</summary>
    public void Add(FoundFile file) => _found!.Add(file.Name, file.Write());

    /// <summary>There are no more.</summary>
    public void Settle()
    {
        using var named = UniqueNames.For(_found!);
        using var stems = OutputStems.In();
        foreach (var record in named.Read()) stems.Add(record.Name);
        foreach (var record in named.Read()) _files.Add(ItemOf(record.Name, stems.Next(record.Name), record.Content));
        _found = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _found?.Dispose();
        _files.Dispose();
    }

    private static byte[] ItemOf(string name, string stem, byte[] file)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(name);
        writer.Write(stem);
        writer.Write(file);
        return bytes.ToArray();
    }
}
