using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Client.Datasets;
using AlignZeg.Datasets.Manifests;
using DatasetVersion = AlignZeg.Client.Datasets.DatasetVersion;

namespace AlignZeg.Cli.Remote;

/// <summary>Files on their way to a server, with a bar.</summary>
internal sealed class FolderUpload(DatasetClient datasets, IProgressView view, TimeProvider time) : IProgress<UploadProgress>
{
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _turn = new();
    private ProgressSnapshot? _last;

    /// <summary>True if files of an archive, or images of a list of addresses, could not be taken.</summary>
    public bool IsPartial { get; private set; }

    /// <exception cref="CommandException">The paths name no images, or one of them cannot be read.</exception>
    public async Task<DatasetVersion> RunAsync(string name, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using var scratch = new ScratchFolder("upload");
        var found = await new ImageFinder(() => scratch.Path, view, time).FindAndTellAsync(paths, cancellationToken);
        IsPartial = found.Skipped.Count > 0;
        var files = Described(found);
        view.Stage($"Reading {Figures.Images(files.Length)}");
        try
        {
            return await datasets.UploadAsync(name, files, this, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{exception.Message.TrimEnd('.')}; mend it and run the same command again, it sends only what is missing.", exception);
        }
        finally
        {
            if (_last is { } last) view.Finish(last);
        }
    }

    private static DatasetFile[] Described(ImageInputs found)
    {
        using var metadata = new ImageMetadata();
        return [.. found.Entries.Select((entry, index) => new DatasetFile(entry.Name, entry.Path) { Metadata = MetadataOf(entry.Name, found.OriginOf(index), metadata) })];
    }

    // What is too much is said before anything is sent.
    private static JsonElement? MetadataOf(string name, ImageOrigin origin, ImageMetadata metadata)
    {
        if (origin.Metadata is not { } place || metadata.Read(place) is not { Count: > 0 } members) return null;
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(members, ResultJson.Line);
        return text.Length <= DatasetFile.MaxMetadataBytes
            ? JsonElement.Parse(text)
            : throw CommandException.BadInput($"The metadata of the image '{name}' has {text.Length} bytes; at most {DatasetFile.MaxMetadataBytes} are kept for an image: leave something out.");
    }

    void IProgress<UploadProgress>.Report(UploadProgress value)
    {
        if (value.Done == 0) return; // still finding out what the server has
        lock (_turn)
        {
            if (_last?.Done >= value.Done) return; // told by another thread, later
            _last = new(value.Done, value.Total, 0, 0, time.GetElapsedTime(_start)) { Unit = "files", Note = $", {Figures.Bytes(value.BytesSent)} sent" };
            view.Update(_last);
        }
    }
}
