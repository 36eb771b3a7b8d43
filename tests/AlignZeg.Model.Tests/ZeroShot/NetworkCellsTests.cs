using AlignZeg.Cli.Benchmarks.ZeroShot;
using AlignZeg.Datasets.Worlds;
using AlignZeg.Model.Training.Regions;

namespace AlignZeg.Model.Tests.ZeroShot;

public sealed class NetworkCellsTests : IDisposable
{
    private static readonly bool[] Seen = [true, true, false];
    private readonly string _folder = Directory.CreateTempSubdirectory("cells-").FullName;

    public NetworkCellsTests() => File.WriteAllBytes(Path.Combine(_folder, "clip.safetensors"), [1, 2, 3]);

    [Fact]
    public void Get_MakesACellOnce_WhateverProcessAsksAgain()
    {
        var recipe = NetworkRow.All[0].RecipeOf(new(), ["{}"], seed: 1);
        int made = 0;
        NetworkPick Make(string cell)
        {
            Directory.CreateDirectory(cell);
            return new(new("stacking", null, .1 * ++made), null);
        }

        var first = Cells().Get(recipe, Seen, "picked", Make);
        var second = Cells().Get(recipe, Seen, "picked", Make);

        Assert.Equal(1, made);
        Assert.Equal(.1, first!.Stacking.Gamma);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Get_TakesFiguresFromTheirFile_WhereNoModelIs_AndMakesMasksAgain()
    {
        var recipe = NetworkRow.All[0].RecipeOf(new(), ["{}"], seed: 1);
        var figures = new KnownFigures(Figures);
        var cells = Cells(known: figures);
        Assert.False(cells.Has(recipe, Seen, "picked"));
        Assert.Equal("here", cells.GetHere(recipe, Seen, "masks", cell => Made(cell, "here")));
        var picked = cells.Get(recipe, Seen, "picked", cell => Made(cell, new NetworkPick(new("stacking", null, .25), null)));
        Directory.Delete(Path.Combine(_folder, "work"), recursive: true);

        var later = Cells();
        Assert.Equal((true, false), (later.Has(recipe, Seen, "picked"), later.Has(recipe, Seen, "masks")));
        Assert.Equal(picked, later.Get<NetworkPick>(recipe, Seen, "picked", _ => throw new NotSupportedException("they are known")));
        Assert.Equal("there", later.GetHere(recipe, Seen, "masks", cell => Made(cell, "there")));

        static T Made<T>(string cell, T what)
        {
            Directory.CreateDirectory(cell);
            return what;
        }
    }

    [Fact]
    public void Get_KeepsWhatAnotherProcessFound_WhileItWritesItsOwn()
    {
        var (first, second) = (new KnownFigures(Figures), new KnownFigures(Figures));
        first.Get("a", () => "1");
        second.Get("b", () => "2");
        first.Get("c", () => "3");

        var all = new KnownFigures(Figures);
        Assert.Equal("1 2 3", string.Join(' ', new[] { "a", "b", "c" }.Select(name => all.Get<string>(name, () => throw new NotSupportedException("it is known")))));
        Assert.Equal([Figures], Directory.GetFiles(_folder, "figures*"));
    }

    [Fact]
    public void Get_LeavesACellToWhoHoldsIt_AndMakesItWhenThatOneFailed()
    {
        var recipe = NetworkRow.All[0].RecipeOf(new(), ["{}"], seed: 1);

        Assert.Throws<InvalidOperationException>(() => Cells().Get<NetworkPick>(recipe, Seen, "picked", _ =>
        {
            Assert.Null(Cells().Get<NetworkPick>(recipe, Seen, "picked", _ => throw new NotSupportedException("two make one cell")));
            throw new InvalidOperationException("stopped");
        }));
        Assert.Equal(NetworkPick.Nothing, Cells().Get(recipe, Seen, "picked", cell =>
        {
            Directory.CreateDirectory(cell);
            return NetworkPick.Nothing;
        }));
    }

    [Fact]
    public void KeyOf_ChangesWithAllThatACellFollowsFrom()
    {
        var (plan, row) = (new NetworkPlan(), NetworkRow.All[0]);
        var recipe = row.RecipeOf(plan, ["{}"], seed: 1);
        string[] keys =
        [
            Cells().KeyOf(recipe, Seen), Cells().KeyOf(recipe, [true, false, true]), Cells().KeyOf(row.RecipeOf(plan, ["{}"], seed: 2), Seen), Cells().KeyOf(row.RecipeOf(plan, ["a {}"], seed: 1), Seen),
            Cells().KeyOf(recipe with { Supervision = new() { HeldOut = 1 } }, Seen), Cells(plan with { TestScenes = 7 }).KeyOf(recipe, Seen), Cells(plan with { SceneSide = 96 }).KeyOf(recipe, Seen), Cells(plan with { Draw = new(2) }).KeyOf(recipe, Seen),
            new NetworkCells(_folder, new(Figures), plan, new SceneStyle(), _folder).KeyOf(recipe, Seen), .. NetworkRow.All.Skip(1).Select(other => Cells().KeyOf(other.RecipeOf(plan, ["{}"], seed: 1), Seen)),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], Cells().KeyOf(row.RecipeOf(plan, ["{}"], seed: 1), Seen));
    }

    [Fact]
    public void InTurn_TrainsRowsOfTheClaimFirst_AndTheBaselineIsWithoutWhatIsClaimed()
    {
        string[][] turns = [.. NetworkRow.InTurn(new() { Rows = NetworkRows.OneStage }).Select(rows => rows.Select(row => row.Name).ToArray())];

        Assert.Equal(
            [
                RegionRow.Base, RegionRow.Stopped, "ignore-aware", RegionRow.IgnoreAwareSoft, RegionRow.LinearIgnoreAwareSoft, "all together, masks of the base", "all together, masks of the base, stopped early",
                RegionRow.Full, "all together, stopped early", RegionRow.Upper,
            ],
            turns[0]);
        Assert.Equal([null, null], NetworkRow.All.Where(row => row.Name.EndsWith("in one stage", StringComparison.Ordinal)).Select(row => row.Losses.Staged));
        Assert.Equal(NetworkRow.All.Count, turns.Sum(rows => rows.Length));
        Assert.Equal(turns[..3], NetworkRow.InTurn(new()).Select(rows => rows.Select(row => row.Name)));
        Assert.Single(NetworkRow.InTurn(new() { Rows = NetworkRows.Claim }));
        Assert.Equal(turns[..2], NetworkRow.InTurn(new() { Rows = NetworkRows.Parts }).Select(rows => rows.Select(row => row.Name)));
        Assert.Equal(["textures shuffled", "MRPE, SAN's fusion, shuffled", "MRPE, SAN's fusion, surfaces shuffled too", "MRPE, first depth, true colours", "MRPE, SAN's fusion alone", "MRPE, refinement alone", "all together, without fusion"], turns[3]);
        var claimed = turns[0].Select(MasksOf).ToHashSet();
        Assert.All(turns[1], row => Assert.Contains(MasksOf(row), claimed)); // seconds
        Assert.Equal(["MRPE, SAN's fusion", "all together, SAN's fusion", "all together, SAN's fusion, stopped early"], turns[2]);
        Assert.DoesNotContain(Assert.Single(turns[2].Select(MasksOf).Distinct()), claimed); // one training of masks
        var shared = turns[..3].SelectMany(rows => rows).Select(MasksOf).ToHashSet();
        Assert.All(turns[3], row => Assert.DoesNotContain(MasksOf(row), shared));
        var plain = NetworkRow.All.Single(row => row.Name == RegionRow.Base);
        Assert.Equal((false, 0.0, false), (plain.Losses.IgnoreAwareNoObject, plain.Losses.VirtualWeight, plain.Network.Mutual));
        Assert.All(NetworkRow.All, row => row.RecipeOf(new(), ["{}"], seed: 1).Validate());
        Assert.Equal([RegionRow.Upper], NetworkRow.All.Where(row => row.RecipeOf(new(), ["{}"], seed: 1).Supervision.Oracle).Select(row => row.Name));
    }

    private static string MasksOf(string row) => KnownFigures.NameOf(ClassificationStage.MasksOf(NetworkRow.All.Single(one => one.Name == row).RecipeOf(new(), ["{}"], seed: 1)));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Figures => Path.Combine(_folder, "figures.json");

    private NetworkCells Cells(NetworkPlan? plan = null, KnownFigures? known = null) => new(Path.Combine(_folder, "work"), known ?? new(Figures), plan ?? new(), SceneStyle.Hard, _folder);
}
