using System.Text.Json;
using System.Xml;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Datasets.Rle;

namespace AlignZeg.Datasets.Imports;

/// <summary>Makes the images of one import: each has a stem of its own, and what is wrong with one is its problem, not the end.</summary>
/// <param name="path">The input, as messages call it.</param>
/// <param name="tool">Whose form it has.</param>
internal sealed class ImportedImages(string path, string tool)
{
    private readonly HashSet<string> _stems = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads one image.</summary>
    /// <param name="nameOf">Finds its name.</param>
    /// <param name="paint">Paints its labels.</param>
    public ImportedImage Take(Func<string> nameOf, Func<LabelCanvas> paint)
    {
        var (name, stem) = ("?", "?");
        try
        {
            name = nameOf();
            stem = ImageExtensions.Strip(SafeName.Of(name.Replace('\\', '/')));
            if (!_stems.Add(stem)) throw new ExportException($"Another image of '{path}' has the same name.");
            var canvas = paint();
            return new(name, stem, canvas.Map, canvas.Overlap, canvas.Skipped);
        }
        catch (Exception exception) when (IsForm(exception) || exception is ExportException or RleException or ImageRefusedException)
        {
            return new(name, stem, null, Problem: IsForm(exception) ? $"What '{path}' says of it is not of {tool}'s form." : exception.Message);
        }
    }

    /// <summary>Whether a failure comes from data of another form than the code expects.</summary>
    public static bool IsForm(Exception exception) =>
        exception is JsonException or XmlException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException;

    /// <summary>Opens an input: a missing or foreign one is a sentence.</summary>
    /// <param name="path">The input.</param> <param name="wanted">What it should be, to end a sentence.</param> <param name="open">Opens it.</param>
    /// <exception cref="ExportException">It is missing, is of another form, or lists no classes.</exception>
    public static T Open<T>(string path, string wanted, Func<T> open) where T : ILabelImport
    {
        try
        {
            var file = open();
            return file.Classes.Count > 0 && file.Count >= 0 ? file : throw new ExportException($"The input '{path}' lists no classes; give {wanted}.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException || exception is UnauthorizedAccessException && Directory.Exists(path))
        {
            throw new ExportException($"There is no file '{path}'; give {wanted}.", exception);
        }
        catch (Exception exception) when (IsForm(exception) || exception is InvalidDataException)
        {
            throw new ExportException($"The input '{path}' is not {wanted}; export it again.", exception);
        }
    }
}
