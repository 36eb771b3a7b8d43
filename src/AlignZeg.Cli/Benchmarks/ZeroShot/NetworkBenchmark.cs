using System.Text.Json;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Images;
using AlignZeg.Model.Bundles;

namespace AlignZeg.Cli.Benchmarks.ZeroShot;

/// <summary>The table of the full network, its plots and pictures. Its report is whole after every training.</summary>
/// <param name="plan">What to run.</param> <param name="clip">Bundle whose CLIP is frozen.</param> <param name="output">Folder of the report; cells are kept below it.</param> <param name="figures">Known ones; new ones are added.</param>
/// <param name="origin">Command, version and machine.</param>
internal sealed class NetworkBenchmark(ZeroShotPlan plan, string clip, string output, KnownFigures figures, string origin)
{
    private const int PicturesOfAKind = 4;
    private static readonly TimeSpan LinesOfMasks = TimeSpan.FromSeconds(30);
    private static readonly string[] Followed = [RegionRow.Base, RegionRow.IgnoreAwareSoft, RegionRow.Full, RegionRow.Upper];

    private readonly NetworkCells _cells = new(Path.Combine(output, "work", "network"), figures, plan.Network, plan.Style, clip);
    private readonly IReadOnlyList<string> _templates = ModelDescription.Of(clip).Config.AlignZeg.Templates;

    /// <summary>Runs what is missing.</summary>
    public RegionTable Run(CancellationToken cancellationToken)
    {
        var scenes = NetworkScenes.Draw(plan.Network, plan.Style, cancellationToken);
        var view = ProgressViews.For(json: false, TimeProvider.System, LinesOfMasks);
        var study = new NetworkStudy(scenes, _cells, plan.Network, clip, _templates, what => new MaskProgress(view, TimeProvider.System, what));
        var controls = new NetworkControls(scenes, clip, _templates, cancellationToken);
        var results = Enumerable.Range(0, plan.Splits).SelectMany(split => controls.Under(plan.Draw.SeenOf(split), split)).ToList();
        var turns = Turns().OrderByDescending(turn => study.Knows(turn.Row, plan.Draw.SeenOf(turn.Split), turn.Seed)); // so that the report has all that is known when the first training begins
        foreach (var (row, split, seed) in turns)
        {
            if (study.Run(row, plan.Draw.SeenOf(split), split, seed, cancellationToken) is not { } result) continue; // another process has it
            results.Add(result);
            Write(Ordered(results), []);
            Console.Error.WriteLine($"split {split} seed {seed}  network, {row.Name,-43} S {result.Plain.Seen:F1}  U {result.Plain.Unseen:F1}  h {result.Plain.Harmonic:F1}  corrected {RegionTable.Best(result).Harmonic:F1}");
        }

        DrawPictures(study, scenes, cancellationToken);
        Write(Ordered(results), FollowSteps(study, cancellationToken));
        return Ordered(results);
    }

    private IEnumerable<(NetworkRow Row, int Split, int Seed)> Turns() =>
        from rows in NetworkRow.InTurn(plan.Network) from seed in Enumerable.Range(1, plan.Seeds) from split in Enumerable.Range(0, plan.Splits) from row in rows select (row, split, seed);

    private static RegionTable Ordered(List<RegionResult> results) =>
        new([.. NetworkRow.All.Select(row => row.Name).Prepend(NetworkControls.GivenMasks).Prepend(NetworkControls.Dense).SelectMany(name => results.Where(result => result.Row == name).OrderBy(result => (result.Seed, result.Split)))]);

    /// <summary>S - U of some rows over steps of classification, first split, first seed.</summary>
    private List<(string Name, IReadOnlyList<(double X, double Y)> Points)> FollowSteps(NetworkStudy study, CancellationToken cancellationToken)
    {
        var lines = new List<(string, IReadOnlyList<(double, double)>)>();
        foreach (var row in NetworkRow.All.Where(row => Followed.Contains(row.Name)))
        {
            var points = from steps in plan.Network.FollowedSteps
                         let figures = study.After(steps, row, plan.Draw.SeenOf(0), 1, cancellationToken)
                         where figures is not null
                         select ((double)steps, figures.Gap);
            if (points.ToArray() is { Length: > 0 } known) lines.Add((row.Name, known));
        }

        return lines;
    }

    private void DrawPictures(NetworkStudy study, NetworkScenes scenes, CancellationToken cancellationToken)
    {
        NetworkRow Named(string name) => NetworkRow.All.Single(row => row.Name == name);
        var seen = plan.Draw.SeenOf(0);
        if (study.Say(Named(RegionRow.Base), seen, 1, cancellationToken) is not { } first || study.Say(Named(RegionRow.Full), seen, 1, cancellationToken) is not { } second) return;
        IReadOnlyList<ushort[]> truth = [.. scenes.Test.Select(picture => NetworkScoring.TruthOf(picture, [.. seen.Select(_ => true)]))];
        var unseen = Enumerable.Range(1, seen.Count).Where(id => !seen[id - 1]).ToHashSet();
        var changed = NetworkPictures.Changed(truth, first, second, unseen, PicturesOfAKind);
        IReadOnlyList<ushort[]> Of(IReadOnlyList<ushort[]> maps) => [.. changed.Select(i => maps[i])];
        var grid = NetworkPictures.Draw([.. changed.Select(i => scenes.Test[i])], [Of(truth), Of(first), Of(second)]);
        File.WriteAllBytes(Path.Combine(output, "pictures.png"), ImageEncoder.EncodePng(grid));
    }

    private void Write(RegionTable table, List<(string Name, IReadOnlyList<(double X, double Y)> Points)> steps)
    {
        File.WriteAllText(Path.Combine(output, "network.md"), NetworkReport.Write(table, plan, origin));
        File.WriteAllText(Path.Combine(output, "network.json"), JsonSerializer.Serialize(new { plan, table.Results }, ResultJson.Line) + "\n");
        if (NetworkReport.Curves(table) is { Count: > 0 } curves) File.WriteAllText(Path.Combine(output, "curve.svg"), new CurvePlot("S, mean IoU of seen classes (%)", "U, mean IoU of unseen classes (%)").Draw(curves));
        if (steps.Count > 0) File.WriteAllText(Path.Combine(output, "steps.svg"), new CurvePlot("steps of classification", "S - U (points)", Logarithmic: true).Draw(steps));
    }
}
