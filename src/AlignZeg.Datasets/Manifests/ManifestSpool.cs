using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AlignZeg.Datasets.Spools;

namespace AlignZeg.Datasets.Manifests;

/// <summary>
/// What is known of images that come without a file, said in any order and from any thread, in memory that does not grow with their number. They come out in the ordinal order of their names, with stems as files have
/// them (<see cref="OutputStems"/>).
/// </summary>
/// <param name="directory">Folder for files without names, which are made once there are ten thousand; null = the system's.</param>
public sealed class ManifestSpool(string? directory) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SpooledRecords _records = new(directory);
    private OutputStems? _stems;

    /// <summary>What a record says; the numbers are in files that live no longer than this.</summary>
    private enum Said : byte
    {
        Image, LeftOut, Listed, Beside,
    }

    /// <summary>There is an image of that name.</summary>
    /// <param name="name">As the caller calls it; it becomes a path that leads nowhere else.</param> <param name="sha256">Of its bytes, lower-case hex.</param> <param name="bytes">How many they are. Default: not known.</param>
    /// <exception cref="SpoolException">The disk fails, here and below.</exception>
    public void Add(string name, string sha256, long bytes = 0)
    {
        Span<byte> content = stackalloc byte[sizeof(long) + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64LittleEndian(content, bytes);
        Convert.FromHexString(sha256, content[sizeof(long)..], out _, out _);
        Say(SafeName.Of(name), Said.Image, content);
    }

    /// <summary>The image of that name is none that is meant.</summary>
    public void LeaveOut(string name) => Say(name, Said.LeftOut, []);

    /// <summary>Metadata of the image of that name, if there is one. The last counts, and what lies beside it more than what a list says.</summary>
    public void Describe(string name, string metadata, bool isListed = false) => Say(name, isListed ? Said.Listed : Said.Beside, Encoding.UTF8.GetBytes(metadata));

    /// <summary>When all is said, and before it is read: what there is in all.</summary>
    /// <exception cref="InputException">Two images have one name.</exception>
    public SpoolTotals Settle()
    {
        _stems = OutputStems.In(directory);
        using var contents = new SpooledSet(directory);
        var (images, duplicates, bytes) = (0, 0, 0L);
        foreach (var image in Images())
        {
            _stems.Add(image.Name);
            (images, bytes) = (images + 1, bytes + image.Bytes);
            if (!contents.Add(image.Sha256)) duplicates++;
        }

        return new(images, duplicates, bytes);
    }

    /// <summary>The images in order of their names; once, after <see cref="Settle"/>.</summary>
    public IEnumerable<SpooledImage> Read()
    {
        var stems = _stems ?? throw new InvalidOperationException("The spool is not settled.");
        return Images().Select(image => new SpooledImage(image.Name, stems.Next(image.Name), image.Sha256, image.Metadata));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _records.Dispose();
        _stems?.Dispose();
    }

    private void Say(string name, Said kind, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> record = [(byte)kind, .. content];
        lock (_gate) _records.Add(name, record);
    }

    private IEnumerable<Known> Images()
    {
        var known = default(Known);
        foreach (var record in _records.Read())
        {
            if (record.Name != known.Name)
            {
                if (known.IsMeant) yield return known;
                known = new(record.Name);
            }

            known = known.With((Said)record.Content[0], record.Content.AsSpan(1));
        }

        if (known.IsMeant) yield return known;
    }

    /// <summary>What all records of a name say.</summary>
    private readonly record struct Known(string Name, string Sha256 = "", long Bytes = 0, bool IsLeftOut = false, string? Listed = null, string? Beside = null)
    {
        public bool IsMeant => !string.IsNullOrEmpty(Sha256) && !IsLeftOut;

        public string? Metadata => Beside ?? Listed;

        public Known With(Said kind, ReadOnlySpan<byte> content) => kind switch
        {
            Said.Image when Sha256.Length > 0 => throw new InputException(InputException.Nothing, $"The image '{Name}' is named twice; give each image a name of its own."),
            Said.Image => this with { Bytes = BinaryPrimitives.ReadInt64LittleEndian(content), Sha256 = Convert.ToHexStringLower(content[sizeof(long)..]) },
            Said.LeftOut => this with { IsLeftOut = true },
            Said.Listed => this with { Listed = Encoding.UTF8.GetString(content) },
            _ => this with { Beside = Encoding.UTF8.GetString(content) },
        };
    }
}

/// <summary>An image on its way into a manifest.</summary>
/// <param name="Name">A relative path, unique.</param> <param name="Stem">What its outputs are named after, unique whatever the case.</param> <param name="Sha256">Of its bytes, lower-case hex.</param> <param name="Metadata">JSON; null = none.</param>
public readonly record struct SpooledImage(string Name, string Stem, string Sha256, string? Metadata);

/// <summary>The images of a manifest.</summary>
/// <param name="Images">How many.</param> <param name="Duplicates">Those among them whose bytes another one has, too, but for one of each.</param> <param name="Bytes">Of all of them.</param>
public readonly record struct SpoolTotals(int Images, int Duplicates, long Bytes);
