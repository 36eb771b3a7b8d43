using System.Buffers.Binary;
using System.Text;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Manifests;

/// <summary>Files as they are found; once settled, in the ordinal order of names of their own, with the stems of their outputs. Then it may be read from any thread.</summary>
internal sealed class FoundList : IDisposable
{
    private readonly SpooledList _files = new();
    private SpooledRecords? _found = new(null);

    /// <summary>How many there are, once settled.</summary>
    public int Count => _files.Count;

    /// <summary>One of them, once settled.</summary>
    public (string Name, string Stem, FoundFile File) this[int index]
    {
        get
        {
            byte[] item = _files[index];
            int name = BinaryPrimitives.ReadInt32LittleEndian(item), stem = BinaryPrimitives.ReadInt32LittleEndian(item.AsSpan(sizeof(int)));
            return (Encoding.UTF8.GetString(item, 2 * sizeof(int), name), Encoding.UTF8.GetString(item, (2 * sizeof(int)) + name, stem), FoundFile.Read(item[((2 * sizeof(int)) + name + stem)..]));
        }
    }

    /// <summary>Takes a file, before it is settled.</summary>
    public void Add(FoundFile file) => _found!.Add(file.Name, file.Write());

    /// <summary>There are no more.</summary>
    public void Settle()
    {
        using var named = UniqueNames.For(_found!);
        using var stems = OutputStems.In(null);
        foreach (var record in named.Read()) stems.Add(record.Name);
        foreach (var record in named.Read()) _files.Add(ItemOf(Encoding.UTF8.GetBytes(record.Name), Encoding.UTF8.GetBytes(stems.Next(record.Name)), record.Content));
        _found = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _found?.Dispose();
        _files.Dispose();
    }

    private static byte[] ItemOf(byte[] name, byte[] stem, byte[] file)
    {
        Span<byte> lengths = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(lengths, name.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[sizeof(int)..], stem.Length);
        return [.. lengths, .. name, .. stem, .. file];
    }
}
