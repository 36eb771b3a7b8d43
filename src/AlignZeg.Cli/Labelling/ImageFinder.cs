using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Downloads;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Labelling;

/// <summary>Finds the images that a person named; archives and tables among them are unpacked, and those that manifests name by addresses, or that are in containers of blobs, are fetched, with a line of progress.</summary>
/// <param name="room">Where to unpack; asked for only if there is something to unpack.</param> <param name="view">Hears how far it is.</param> <param name="time">The clock.</param>
internal sealed class ImageFinder(Func<string> room, IProgressView view, TimeProvider time) : IProgress<UnpackProgress>
{
    /// <summary>Folder of what was unpacked, within the state of an output folder: a job that goes on does not unpack again.</summary>
    public const string Folder = "inputs";

    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(15);
    private readonly long _start = time.GetTimestamp();
    private UnpackProgress? _told;
    private string _unit = "";

    /// <summary>Finds them.</summary>
    /// <exception cref="CommandException">An input does not exist, holds no image, is damaged, or cannot be read.</exception>
    public async Task<ImageInputs> FindAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        int fromTheWeb = (int)new ImageDecodingOptions().MaxBytes; // several at a time in memory, from servers of others
        _unit = inputs.Any(ImageAddress.Is) ? "container" : inputs.Any(ContainerFile.Is) ? "archive" : "list";
        using var web = new HttpMessageInvoker(new SocketsHttpHandler { ConnectTimeout = ConnectWithin });
        try
        {
            var unpacking = new Unpacking(room, new(OwnImages.MaxBytes, MaxSidecarBytes: ArchiveLimits.UsualSidecarBytes), NameForm.Composed, this, new(web, new(fromTheWeb), time)) { Folders = BlobFolder.Open };
            return await ImageInputs.FindAsync(inputs, unpacking, cancellationToken);
        }
        catch (InputException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw CommandException.Interrupted("Stopped while unpacking or fetching; run the same command again, and what was fetched is not fetched again.", exception);
        }
        finally
        {
            if (_told is { } last) view.Finish(Snapshot(last));
        }
    }

    /// <summary>Finds them, and says which files were not taken where nothing else does.</summary>
    /// <exception cref="CommandException">As for <see cref="FindAsync"/>.</exception>
    public async Task<ImageInputs> FindAndTellAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        var found = await FindAsync(inputs, cancellationToken);
        if (found.Skipped.Count > 0) view.Stage($"Not taken: {string.Join(", ", found.Skipped)}");
        return found;
    }

    void IProgress<UnpackProgress>.Report(UnpackProgress value)
    {
        if (_told is null) view.Stage($"{(_unit == "archive" ? "Unpacking" : "Fetching the images of")} {Figures.Count(value.Total)} {_unit}{(value.Total == 1 ? "" : "s")}");
        _told = value;
        view.Update(Snapshot(value));
    }

    private ProgressSnapshot Snapshot(UnpackProgress at) =>
        new(at.Done, at.Total, 0, 0, time.GetElapsedTime(_start)) { Unit = _unit + "s", Note = $", {Figures.Count(at.Files)} files" };
}
