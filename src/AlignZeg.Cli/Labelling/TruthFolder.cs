using System.Globalization;
using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Labelling;

/// <summary>A folder with the true label maps: the path of an image with <c>.png</c> as its extension. Where a name had to be made safe, a map may have either.</summary>
internal sealed class TruthFolder(string path)
{
    /// <summary>The folder, absolute.</summary>
    public string Root { get; } = Path.GetFullPath(path);

    /// <summary>Finds the folder.</summary>
    /// <exception cref="CommandException">There is none, or it holds a map for none of the images.</exception>
    public static TruthFolder Open(string path, IEnumerable<ImageEntry> images)
    {
        if (!Directory.Exists(path)) throw CommandException.BadInput($"There is no truth folder '{path}'; give the folder that holds a label map (PNG) per image.");
        var folder = new TruthFolder(path);
        if (!images.Any(image => folder.MapOf(image) is not null))
            throw CommandException.BadInput($"The truth folder '{path}' holds a label map for none of the images; a map is named like its image, for example '{images.First().Stem}.png'.");
        return folder;
    }

    /// <summary>The map of an image; null if it has none.</summary>
    public string? MapOf(ImageEntry image)
    {
        string?[] stems = [image.Stem, ImageExtensions.Strip(image.Name), image.Original is { } original ? ImageExtensions.Strip(original) : null];
        return stems.OfType<string>().Select(stem => Path.Combine(Root, stem + ".png")).FirstOrDefault(File.Exists);
    }

    /// <summary>The map of an image as it is now, by path, length and time; empty if it has none.</summary>
    public string VersionOf(ImageEntry image) => MapOf(image) is { } map && new FileInfo(map) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(Root, map)}\t{file.Length}\t{file.LastWriteTimeUtc.Ticks}")
        : "";
}
