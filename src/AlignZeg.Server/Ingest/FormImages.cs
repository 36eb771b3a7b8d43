using System.Runtime.CompilerServices;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers.Tables;
using AlignZeg.Server.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AlignZeg.Server.Ingest;

/// <summary>The images of a form (RFC 7578), as they come: each file part is one, its filename is its name; or a Parquet table of several. Parts that are no files are left out.</summary>
internal static class FormImages
{
    private const int MostParts = 100_000, MostTables = 100; // each table may unpack to some MiB, however small it is

    /// <summary>Goes through the form once. The images of <c>train.parquet</c> are called <c>train/…</c>, since other tables of the form may have such rows too.</summary>
    /// <exception cref="InvalidDatasetException">It is not a form, ends within a part, or has a table that cannot be read.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(HttpRequest request, int maxBytes, SpooledTables tables, EntryNames names, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var form = new MultipartReader(BoundaryOf(request), request.Body);
        var (found, rows) = (0, 0);
        for (int parts = 0; await WholeAsync(() => form.ReadNextSectionAsync(cancellationToken)) is { } part; parts++)
        {
            if (parts == MostParts) throw new InvalidDatasetException($"The form has more than {MostParts} parts; send the images in several forms, or as an archive.");
            if (FileNameOf(part) is not { } given) continue;
            var name = names.Take(given);
            if (name.IsHidden) continue;
            var (head, body) = await WholeAsync(() => Bodies.PeekAsync(part.Body, TableReader.HeadBytes, cancellationToken));
            await using var _ = body;
            if (name.Fault is { } fault) yield return new(name.Name, null, fault);
            else if (!TableReader.Is(head)) yield return await WholeAsync(() => TakeAsync(name.Name, body, maxBytes, cancellationToken));
            else if (found++ == MostTables) throw new InvalidDatasetException($"The form has more than {MostTables} tables; send them in several forms.");
            else await foreach (var row in RowsAsync(name.Name, body, new(names, TableReader.FolderOf(name.Name), rows), tables, cancellationToken))
            {
                rows++;
                yield return row;
            }
        }
    }

    private static async Task<ArchiveEntry> TakeAsync(string name, Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        var (content, reason) = await ImageIntake.ReadAsync(body, maxBytes, cancellationToken);
        return new(name, content, reason);
    }

    private static async IAsyncEnumerable<ArchiveEntry> RowsAsync(string name, Stream body, TablePart part, SpooledTables tables, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = tables.ReadAsync(body, part, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(name, rows)) yield return rows.Current;
    }

    private static async Task<bool> NextAsync(string table, IAsyncEnumerator<ArchiveEntry> rows)
    {
        try
        {
            return await WholeAsync(() => rows.MoveNextAsync().AsTask());
        }
        catch (ArchiveException exception)
        {
            throw new InvalidDatasetException($"'{table}': {exception.Message}");
        }
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
