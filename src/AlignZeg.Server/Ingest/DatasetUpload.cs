using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Datasets.Archives;
using AlignZeg.Server.Access;
using AlignZeg.Server.Hosting;
using AlignZeg.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Ingest;

/// <summary>The images of an archive, table or form that is a request's body.</summary>
internal sealed class DatasetUpload(IBlobStore blobs, SpooledTables tables, IOptions<UploadOptions> options)
{
    /// <summary>Stores the images and says what became of each file.</summary>
    /// <exception cref="InvalidDatasetException">What was sent is damaged, over a limit, or has no image.</exception>
    public async Task<TakenImages> TakeAsync(TenantScope tenant, HttpRequest request, DatasetBodyKind kind, CancellationToken cancellationToken)
    {
        var taken = new TakenImages(tenant, blobs, options.Value.MaxManifestBytes);
        try
        {
            await TakeAsync(taken, request, kind, cancellationToken);
            return taken;
        }
        catch (ArchiveException exception)
        {
            throw new InvalidDatasetException(exception.Message);
        }
    }

    private Task TakeAsync(TakenImages taken, HttpRequest request, DatasetBodyKind kind, CancellationToken cancellationToken) => kind switch
    {
        DatasetBodyKind.Form => taken.TakeAsync(FormImages.ReadAsync(request, options.Value.MaxImageBytes, tables, cancellationToken), cancellationToken),
        DatasetBodyKind.Zip => TakeZipAsync(taken, request, cancellationToken),
        DatasetBodyKind.Tar => taken.TakeAsync(Read(request.Body, ArchiveFormat.Tar, cancellationToken), cancellationToken),
        DatasetBodyKind.TarGzip => taken.TakeAsync(Read(request.Body, ArchiveFormat.TarGzip, cancellationToken), cancellationToken),
        DatasetBodyKind.Table => taken.TakeAsync(tables.ReadAsync(request.Body, new(new(NameForm.Composed)), cancellationToken), cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private async Task TakeZipAsync(TakenImages taken, HttpRequest request, CancellationToken cancellationToken)
    {
        await using var zip = await SpoolFile.ReadAsync(request.Body, options.Value.SpoolDirectory, cancellationToken);
        await taken.TakeAsync(Read(zip, ArchiveFormat.Zip, cancellationToken), cancellationToken);
    }

    private IAsyncEnumerable<ArchiveEntry> Read(Stream archive, ArchiveFormat format, CancellationToken cancellationToken) =>
        ArchiveReader.ReadAsync(archive, format, UploadLimits.Of(options.Value), NameForm.Composed, cancellationToken);
}
