using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Datasets.Downloads;
using AlignZeg.Datasets.Splits;

namespace AlignZeg.Cli.Splits;

/// <summary>Says what is different between two states of a data set on this machine.</summary>
/// <param name="before">Folder, pattern, manifest, archive or address.</param> <param name="after">As before.</param> <param name="json">A line for machines.</param>
internal sealed class DiffRun(string before, string after, bool json, IProgressView view, TimeProvider time)
{
    private bool _isPartial;

    /// <summary>Compares.</summary>
    /// <returns>0, also where something is different; 3 if files of an archive or container, or images of a list of addresses, could not be taken; see <see cref="ExitCode"/>.</returns>
    /// <exception cref="CommandException">An input is missing, or one of its images cannot be read.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var scratch = new ScratchFolder("diff");
        DiffReport.Write(DatasetDiff.Of(await HashAsync(before, Path.Combine(scratch.Path, "before"), cancellationToken), await HashAsync(after, Path.Combine(scratch.Path, "after"), cancellationToken)), json);
        return _isPartial ? ExitCode.DoneWithFailedItems : ExitCode.Done;
    }

    private async Task<Dictionary<string, string>> HashAsync(string input, string room, CancellationToken cancellationToken)
    {
        var images = await new ImageFinder(() => room, view, time).FindAndTellAsync([input], cancellationToken);
        _isPartial |= images.Skipped.Count > 0;
        var (hashes, started) = (new Dictionary<string, string>(images.Count, StringComparer.Ordinal), time.GetTimestamp());
        ProgressSnapshot Snapshot() => new(hashes.Count, images.Count, 0, 0, time.GetElapsedTime(started));
        view.Stage($"Reading {Figures.Images(images.Count)} of '{ImageAddress.Shown(input)}'");
        await foreach (var image in HashedImages.ReadAsync(images.Entries, cancellationToken))
        {
            hashes[image.Image.Name] = Convert.ToHexStringLower(image.Sha256 ?? throw CommandException.BadInput(image.Problem!));
            view.Update(Snapshot());
        }

        view.Finish(Snapshot());
        return hashes;
    }
}
