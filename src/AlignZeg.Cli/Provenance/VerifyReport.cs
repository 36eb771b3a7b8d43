using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Reports;
using AlignZeg.Cli.Results;
using Spectre.Console;

namespace AlignZeg.Cli.Provenance;

/// <summary>What a verification found, for a person or a machine.</summary>
/// <param name="card">Of the job.</param> <param name="seed">Of the choice, to choose the same again.</param>
/// <param name="unchanged">Whether the label maps are those that the job wrote.</param> <param name="drifts">Per image that was labelled again.</param>
internal sealed class VerifyReport(ProvenanceCard card, long seed, bool unchanged, IReadOnlyList<Drift> drifts)
{
    private const int MostRows = 40;

    /// <summary>Prints it.</summary>
    /// <returns>The exit code.</returns>
    public int Show(bool json)
    {
        IReadOnlyList<Drift> drifted = [.. drifts.Where(one => one.Different > 0).OrderByDescending(one => one.Different)];
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(Summary(drifted.Count), ResultJson.Line));
        else ShowTable(drifted);
        return unchanged && drifted.Count == 0 ? ExitCode.Done : ExitCode.DoneWithFailedItems;
    }

    private object Summary(int drifted) => new
    {
        Event = "summary",
        card.Job,
        Seed = seed,
        Images = card.Outputs.Count,
        Replayed = drifts.Count,
        Drifted = drifted,
        Pixels = drifts.Sum(one => one.Pixels),
        DifferentPixels = drifts.Sum(one => one.Different),
        OutputsUnchanged = unchanged,
        card.Software,
        SoftwareNow = ProductVersion.Text,
        Drift = drifts,
    };

    private void ShowTable(IReadOnlyList<Drift> drifted)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Image").AddColumn(new TableColumn("Pixels that differ").RightAligned()).AddColumn(new TableColumn("%").RightAligned());
        foreach (var one in drifted.Take(MostRows)) table.AddRow(Markup.Escape(one.Name), Figures.Count(one.Different), Figures.Percent((double)one.Different / one.Pixels));
        if (drifted.Count > 0) ClosingTable.Console().Write(table);
        foreach (var one in drifted.Where(one => one.Problem is not null).Take(5)) Console.Out.WriteLine($"{one.Name}: {one.Problem}");
        Console.Out.WriteLine($"{Figures.Images(drifts.Count)} of {Figures.Count(card.Outputs.Count)} labelled again (--seed {seed}): "
            + (drifted.Count == 0 ? "no pixel differs." : $"{Figures.Count(drifted.Count)} differ, by {Figures.Count(drifted.Sum(one => one.Different))} of {Figures.Count(drifts.Sum(one => one.Pixels))} pixels."));
        Console.Out.WriteLine(unchanged ? "The label maps are those that the job wrote." : "The label maps are not all those that the job wrote: some were changed since.");
        if (card.Software != ProductVersion.Text) Console.Out.WriteLine($"The job was of version {card.Software}, this is {ProductVersion.Text}.");
    }
}
