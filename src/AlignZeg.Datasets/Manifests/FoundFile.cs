using System.Text;

namespace AlignZeg.Datasets.Manifests;

/// <summary>A file before names are made unique.</summary>
/// <param name="Name">Relative to the input it was found by.</param> <param name="Path">Absolute.</param>
internal sealed record FoundFile(string Name, string Path)
{
    /// <summary>Name of the folder that the input stands for; tells files of equal name apart. Default: the one that the file is in.</summary>
    public string Folder { get => field ?? System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(Path) ?? ""); init; }

    /// <summary>The relative name as its folder has it, with <c>/</c> between folders, where <see cref="Name"/> had to be made safe; null = they are the same, or an id names it.</summary>
    public string? Original { get; init; }

    /// <summary>Whether a line of a manifest gave it a name of its own: then it is an image of its own, whoever else names the file. Not kept in <see cref="Write()"/>.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The container that it came from, absolute; null = none.</summary>
    public string? Container { get; init; }

    /// <summary>True if it was unpacked: then its name says what its content is, and the time of the file nothing.</summary>
    public bool IsUnpacked { get; init; }

    /// <summary>Where its metadata is; null = it has none.</summary>
    public LinePlace? Metadata { get; init; }

    /// <summary>A file by its own name.</summary>
    /// <param name="relative">Relative to the input, a system path.</param> <param name="path">Absolute.</param>
    public static FoundFile At(string relative, string path)
    {
        var (name, original) = (SafeName.OfPath(relative), relative.Replace(System.IO.Path.DirectorySeparatorChar, '/'));
        return new(name, path) { Original = original == name ? null : original };
    }

    /// <summary>The <see cref="Original"/> of the file under a name that <see cref="UniqueNames"/> gave it; null where that says no more, or no longer which file is meant.</summary>
    public string? OriginalAs(string name) => Original is null ? null
        : name == Name ? Original
        : name == UniqueNames.UnderFolder(this) ? $"{Folder}/{Original}"
        : null;

    /// <summary>As <see cref="Write()"/> gave it.</summary>
    public static FoundFile Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return Read(reader);
    }

    /// <summary>The next one.</summary>
    public static FoundFile Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString())
    {
        Folder = reader.ReadString(), IsUnpacked = reader.ReadBoolean(), Container = reader.ReadBoolean() ? reader.ReadString() : null,
        Original = reader.ReadBoolean() ? reader.ReadString() : null, Metadata = reader.ReadBoolean() ? new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt32()) : null,
    };

    /// <summary>As bytes, for files that live no longer than this process.</summary>
    public byte[] Write()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Name);
        writer.Write(Path);
        writer.Write(Folder);
        writer.Write(IsUnpacked);
        writer.Write(Container is not null);
        if (Container is not null) writer.Write(Container);
        writer.Write(Original is not null);
        if (Original is not null) writer.Write(Original);
        writer.Write(Metadata is not null);
        if (Metadata is { } place)
        {
            writer.Write(place.File);
            writer.Write(place.Offset);
            writer.Write(place.Length);
        }

        return bytes.ToArray();
    }
}
