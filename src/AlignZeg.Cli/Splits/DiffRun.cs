using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Reports;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Splits;
using Spectre.Console;

namespace AlignZeg.Cli.Splits;

/// <summary>Says what is different between two states of a data set on this machine.</summary>
/// <param name="before">Folder, pattern or manifest.</param> <param name="after">Folder, pattern or manifest.</param> <param name="json">A line for machines.</param>
internal sealed class DiffRun(string before, string after, bool json, IProgressView view, TimeProvider time)
{
    private const int MostRows = 60;

    /// <summary>Compares.</summary>
    /// <returns>0, also where something is different; see <see cref="ExitCode"/>.</returns>
    /// <exception cref="CommandException">An input is missing, or one of its images cannot be read.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var diff = DatasetDiff.Of(await HashAsync(before, cancellationToken), await HashAsync(after, cancellationToken));
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(new { Event = "summary", diff.Same, Counts = Counts(diff), diff.Added, diff.Removed, diff.Changed, diff.Moved }, ResultJson.Line));
        else Show(diff);
        return ExitCode.Done;
    }

    private async Task<Dictionary<string, string>> HashAsync(string input, CancellationToken cancellationToken)
    {
        var images = LocalImages.Find([input], cancellationToken);
        var (hashes, started) = (new Dictionary<string, string>(images.Count, StringComparer.Ordinal), time.GetTimestamp());
        ProgressSnapshot Snapshot() => new(hashes.Count, images.Count, 0, 0, time.GetElapsedTime(started));
        view.Stage($"Reading {Figures.Images(images.Count)} of '{input}'");
        await foreach (var image in HashedImages.ReadAsync(images.Entries, cancellationToken))
        {
            hashes[image.Image.Name] = Convert.ToHexStringLower(image.Sha256 ?? throw CommandException.BadInput(image.Problem!));
            view.Update(Snapshot());
        }

        view.Finish(Snapshot());
        return hashes;
    }

    private static object Counts(DatasetDiff diff) => new { Added = diff.Added.Count, Removed = diff.Removed.Count, Changed = diff.Changed.Count, Moved = diff.Moved.Count };

    private static void Show(DatasetDiff diff)
    {
        (string Change, string Name)[] rows =
        [
            .. diff.Added.Select(name => ("added", name)), .. diff.Removed.Select(name => ("removed", name)), .. diff.Changed.Select(name => ("changed", name)),
            .. diff.Moved.Select(one => ("moved", $"{one.From} → {one.To}")),
        ];
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn("Image");
        foreach (var (change, name) in rows.Take(MostRows)) table.AddRow(change, Markup.Escape(name));
        if (rows.Length > 0) ClosingTable.Console().Write(table);
        if (rows.Length > MostRows) Console.Out.WriteLine($"{Figures.Count(rows.Length - MostRows)} more; --json lists all.");
        Console.Out.WriteLine(diff.IsEmpty ? $"No difference: {Figures.Images(diff.Same)}." : $"{Figures.Count(diff.Added.Count)} added, {Figures.Count(diff.Removed.Count)} removed, "
            + $"{Figures.Count(diff.Changed.Count)} changed, {Figures.Count(diff.Moved.Count)} moved, {Figures.Count(diff.Same)} the same.");
    }
}
