using System.Runtime.CompilerServices;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Archives;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AlignZeg.Server.Ingest;

/// <summary>The images of a form (RFC 7578), as they come: each file part is one, its filename is its name. Parts that are no files are left out.</summary>
internal static class FormImages
{
    private const int MostParts = 100_000;

    /// <summary>Goes through the form once.</summary>
    /// <exception cref="InvalidDatasetException">It is not a form, or ends within a part.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(HttpRequest request, int maxBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var form = new MultipartReader(BoundaryOf(request), request.Body);
        var names = new EntryNames(NameForm.Composed);
        for (int parts = 0; await WholeAsync(() => form.ReadNextSectionAsync(cancellationToken)) is { } part; parts++)
        {
            if (parts == MostParts) throw new InvalidDatasetException($"The form has more than {MostParts} parts; send the images in several forms, or as an archive.");
            if (await WholeAsync(() => TakeAsync(part, names, maxBytes, cancellationToken)) is { } taken) yield return taken;
        }
    }

    private static async Task<ArchiveEntry?> TakeAsync(MultipartSection part, EntryNames names, int maxBytes, CancellationToken cancellationToken)
    {
        if (FileNameOf(part) is not { } given) return null;
        var name = names.Take(given);
        if (name.IsHidden) return null;
        if (name.Fault is { } fault) return new(name.Name, null, fault);
        var (content, reason) = await ImageIntake.ReadAsync(part.Body, maxBytes, cancellationToken);
        return new(name.Name, content, reason);
    }

    // A part that says of itself that it is an image, without a name, is a file that was sent carelessly: told, not left out.
    private static string? FileNameOf(MultipartSection part)
    {
        string? name = ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
            ? disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value : null;
        if (!string.IsNullOrEmpty(name)) return name;
        return part.ContentType is { } type && (type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase)) ? "" : null;
    }

    private static string BoundaryOf(HttpRequest request)
    {
        string? boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        return boundary is { Length: > 0 and <= 200 } ? boundary : throw new BadHttpRequestException("The form has no boundary; let the client set the Content-Type.");
    }

    private static async Task<T> WholeAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is IOException and not BadHttpRequestException))
        {
            throw new InvalidDatasetException($"The form is cut short or damaged: {exception.Message}");
        }
    }
}
