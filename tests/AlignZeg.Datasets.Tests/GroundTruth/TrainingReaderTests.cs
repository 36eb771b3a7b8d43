using AlignZeg.Datasets.GroundTruth;

namespace AlignZeg.Datasets.Tests.GroundTruth;

public sealed class TrainingReaderTests : IDisposable
{
    private static readonly AugmentationOptions Small = new() { Crop = 24 };
    private readonly ScratchFolder _folder = new();
    private readonly DatasetTree _tree;

    public TrainingReaderTests() => _tree = new(_folder);

    public void Dispose() => _folder.Dispose();

    // Red of a picture is its stored id: whatever the augmentation does, label and picture must belong together.
    [Fact]
    public void At_KeepsPictureAndLabelsTogether()
    {
        AddVoc("2007_000001", 1, 255, 3, 15);
        var reader = Voc(Small with { ColourJitter = false });
        for (int position = 0; position < 40; position++)
        {
            var sample = reader.At(position);
            for (int i = 0; i < sample.Labels.Length; i++)
            {
                if (i % 24 is < 3 or > 20) continue; // an edge may lie just outside the crop
                byte red = sample.Rgb[3 * i];
                if (sample.Labels[i] != 255 && sample.Labels[i] != red) Assert.Contains(Neighbours(sample, i), l => l != sample.Labels[i]); // edges, as far as the filter reaches
            }

            Assert.Contains(sample.Labels, l => l != 255);
        }
    }

    [Fact]
    public void At_IsTheSameWhoeverAsks_AndAnotherElsewhere()
    {
        for (int i = 0; i < 6; i++) AddVoc($"2007_00000{i}", (ushort)(i + 1), (ushort)(i + 4));
        var (one, other) = (Voc(Small), Voc(Small));
        var forward = Enumerable.Range(0, 20).Select(p => one.At(p)).ToList();
        var backward = Enumerable.Range(0, 20).Reverse().Select(p => other.At(p)).Reverse().ToList();
        foreach (var (a, b) in forward.Zip(backward)) Assert.True(a.Rgb.SequenceEqual(b.Rgb) && a.Labels.SequenceEqual(b.Labels));
        Assert.Equal(20, forward.Select(s => Convert.ToHexString(s.Rgb)).Distinct().Count());
    }

    [Fact]
    public void At_ShowsEveryPictureOncePerEpoch()
    {
        for (int i = 1; i <= 9; i++) AddVoc($"2007_00000{i}", (ushort)i);
        var reader = Voc(Small with { ColourJitter = false, LeastScale = 1, LargestScale = 1 });
        foreach (int epoch in new[] { 0, 1, 5 })
            Assert.Equal(Enumerable.Range(1, 9), Enumerable.Range(0, 9).Select(i => (int)reader.At(epoch * 9 + i).Labels.Min()).Order());
    }

    // The rule by which everything of ours is measured: nothing of an unseen class reaches training, not in a single bit.
    [Fact]
    public void At_NeverHandsOutUnseenClasses()
    {
        using var blind = new ScratchFolder();
        var other = new DatasetTree(blind);
        foreach (var (tree, unseen) in new[] { (_tree, new ushort[] { 16, 18, 20 }), (other, [255, 0, 255]) })
        {
            AddVoc(tree, "2007_000001", 1, unseen[0], 15, unseen[1]);
            AddVoc(tree, "2007_000002", 0, 7, unseen[2], 0);
            tree.Text("ImageSets/Segmentation/trainaug.txt", "2007_000001\n2007_000002\n");
        }

        foreach (var image in Directory.EnumerateFiles(_folder["JPEGImages"])) File.Copy(image, Path.Combine(blind["JPEGImages"], Path.GetFileName(image)), overwrite: true);

        var (open, closed) = (Reader(_tree, DatasetLayout.Voc, "voc-15-5", "voc", Small), Reader(other, DatasetLayout.Voc, "voc-15-5", "voc", Small));
        for (int position = 0; position < 60; position++)
        {
            var (a, b) = (open.At(position), closed.At(position));
            Assert.All(a.Labels, label => Assert.True(label is 255 or (>= 1 and <= 15)));
            Assert.True(a.Labels.SequenceEqual(b.Labels) && a.Rgb.SequenceEqual(b.Rgb));
        }

        Assert.DoesNotContain("sheep", open.SeenNames);
        Assert.Equal(15, open.SeenNames.Count);
    }

    [Fact]
    public void At_PassesOverPicturesWithNothingToLearn()
    {
        AddVoc("2007_000001", 0, 255, 17);
        AddVoc("2007_000002", 4, 4);
        var reader = Voc(Small);
        Assert.All(Enumerable.Range(0, 10), p => Assert.Contains((byte)4, reader.At(p).Labels));
        using var bare = new ScratchFolder();
        var tree = new DatasetTree(bare);
        AddVoc(tree, "2007_000001", 0, 255, 17);
        tree.Text("ImageSets/Segmentation/trainaug.txt", "2007_000001\n");
        Assert.Contains("no seen class", Assert.Throws<GroundTruthException>(() => Reader(tree, DatasetLayout.Voc, "voc-15-5", "voc", Small).At(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_PadsWithGreyAndIgnored()
    {
        AddVoc("2007_000001", 4);
        var sample = Voc(new() { Crop = 64, LeastScale = .5, LargestScale = .5, Flip = false }).At(0); // 43 x 32
        Assert.Equal([128, 128, 128], sample.Rgb[^3..]);
        Assert.Equal(43 * 32, sample.Labels.Count(l => l == 4));
        Assert.Equal(64 * 64 - 43 * 32, sample.Labels.Count(l => l == 255));
    }

    [Fact]
    public void CocoStuff_IsReadFromBothUsualLayouts()
    {
        foreach (var (images, maps) in new[] { ("images/train2017", "annotations/train2017"), ("train2017", "stuffthingmaps/train2017") })
        {
            using var folder = new ScratchFolder();
            var tree = new DatasetTree(folder);
            tree.Add($"{images}/000000000009.jpg", $"{maps}/000000000009.png", 0, 12, 181, 255, 20, 123); // person, stop sign, wood, void, cow (unseen), grass (unseen)
            tree.Text($"{maps}/000000000009_labelTrainIds.png", "mmsegmentation's converter leaves these");
            var reader = Reader(tree, DatasetLayout.CocoStuff, "coco-stuff-156-15", "coco-stuff", new() { Crop = 30, LeastScale = 1, LargestScale = 1, Flip = false });
            Assert.Equal(["person", "stop sign", "wood"], NamesOf(reader));
        }
    }

    [Theory]
    [InlineData("context-59", new[] { "bag", "wood" })]
    [InlineData("context-60", new[] { "background", "bag", "wood" })]
    public void Context_IsReadInBothForms(string form, string[] expected)
    {
        _tree.Add("JPEGImages/2008_000002.jpg", "SegmentationClassContext/2008_000002.png", 0, 1, 2, 59, 255); // background, aeroplane (unseen), bag, wood, void
        _tree.Text("ImageSets/SegmentationContext/train.txt", "2008_000002\n");
        var reader = Reader(_tree, DatasetLayout.Context, form, form, new() { Crop = 30, LeastScale = 1, LargestScale = 1 });
        Assert.Equal(expected, NamesOf(reader));
    }

    [Fact]
    public void Ade20k_IsReadAsTheChallengeHasIt()
    {
        _tree.Add("images/training/ADE_train_00000001.jpg", "annotations/training/ADE_train_00000001.png", 0, 1, 150); // other, wall, flag
        _tree.Add("images/validation/ADE_val_00000001.jpg", "annotations/validation/ADE_val_00000001.png", 2); // not for training
        Assert.Equal(["flag", "wall"], NamesOf(Reader(_tree, DatasetLayout.Ade20k, "ade20k-150", "ade20k-150", new() { Crop = 30, LeastScale = 1, LargestScale = 1 })));
    }

    [Fact]
    public void Cityscapes_IsReadFromItsFoldersOfCities()
    {
        foreach (string city in new[] { "aachen", "zurich" })
        {
            _tree.Add($"leftImg8bit/train/{city}/{city}_000000_000019_leftImg8bit.png", $"gtFine/train/{city}/{city}_000000_000019_gtFine_labelIds.png", 0, 7, 26, 29, 255); // unlabelled, road, car, caravan, licence plate
            _tree.Add($"leftImg8bit/val/{city}/{city}_000001_000019_leftImg8bit.png", $"gtFine/train/{city}/{city}_000000_000019_gtFine_color.png", 3);
        }

        var pairs = DatasetLayout.Cityscapes.Find(_tree.Root);
        Assert.Equal(["aachen_000000_000019_leftImg8bit.png", "zurich_000000_000019_leftImg8bit.png"], pairs.Select(pair => Path.GetFileName(pair.Image)));
        Assert.Equal(["aachen_000000_000019_gtFine_labelIds.png", "zurich_000000_000019_gtFine_labelIds.png"], pairs.Select(pair => Path.GetFileName(pair.Labels)));
        Assert.Equal(["car", "road"], NamesOf(Reader(_tree, DatasetLayout.Cityscapes, "cityscapes-19", "cityscapes-19", new() { Crop = 30, LeastScale = 1, LargestScale = 1 })));
        _tree.Text("some.txt", "zurich/zurich_000000_000019\n");
        Assert.Contains("/zurich/", Assert.Single(DatasetLayout.Cityscapes.Find(_tree.Root, "some.txt")).Image, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_KeepTheBackground()
    {
        _tree.Add("images/a.png", "truth/a.png", 0, 1, 2, 255);
        var split = new SeenSplit("two", ["amber", "slate"], [true, false]);
        var reader = new TrainingReader(DatasetLayout.Folders.Find(_tree.Root), new(split, LabelConvention.Of("ids-from-one", 2)), Small with { LeastScale = 1, LargestScale = 1 }, 1);
        Assert.Equal([0, 1, 255], Enumerable.Range(0, 30).SelectMany(p => reader.At(p).Labels).Distinct().Order().Select(l => (int)l));
    }

    [Fact]
    public void Folders_AreLookedThrough_AndListsNamePicturesInWords()
    {
        foreach (string stem in new[] { "deep/a", "my photo", "v1.2" }) _tree.Add($"images/{stem}.png", $"masks/{stem}.png", 1);
        Assert.Equal(["deep/a", "my photo", "v1.2"], DatasetLayout.Folders.Find(_tree.Root).Select(pair => pair.Name));
        _tree.Text("stems.txt", "deep/a\nmy photo\nv1.2\n");
        _tree.Text("names.txt", "deep/a.png masks/deep/a.png\nmy photo.png\nimages/v1.2.png\n");
        foreach (string list in new[] { "stems.txt", "names.txt" }) Assert.Equal(["deep/a", "my photo", "v1.2"], DatasetLayout.Folders.Find(_tree.Root, list).Select(pair => pair.Name));
        _tree.Text("none.txt", "deep/b\n");
        Assert.Contains("no picture 'b'", Assert.Throws<GroundTruthException>(() => DatasetLayout.Folders.Find(_tree.Root, "none.txt")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeepLabsLists_AreUnderstood()
    {
        AddVoc("2007_000001", 4);
        _tree.Text("ImageSets/Segmentation/train_aug.txt", "/JPEGImages/2007_000001.jpg /SegmentationClassAug/2007_000001.png\n");
        Assert.Single(DatasetLayout.Voc.Find(_tree.Root));
    }

    [Fact]
    public void WhatIsMissing_IsSaid()
    {
        string Complaint(Func<object> act) => Assert.Throws<GroundTruthException>(act).Message;
        Assert.Contains("no data set", Complaint(() => DatasetLayout.Voc.Find("nowhere")), StringComparison.Ordinal);
        Assert.Contains("SegmentationClassAug", Complaint(() => DatasetLayout.Voc.Find(_tree.Root)), StringComparison.Ordinal);
        AddVoc("2007_000001", 4, 99);
        Assert.Contains("trainaug.txt", Complaint(() => DatasetLayout.Voc.Find(_tree.Root)), StringComparison.Ordinal);
        Assert.Contains("id 99", Complaint(() => Voc(Small).At(0)), StringComparison.Ordinal);
        _tree.Text("ImageSets/Segmentation/trainaug.txt", "2007_000001\n2007_999999\n");
        Assert.Contains("2007_999999", Complaint(() => DatasetLayout.Voc.Find(_tree.Root)), StringComparison.Ordinal);
        _tree.Text("SegmentationClassAug/2007_000001.png", "no picture");
        _tree.Text("ImageSets/Segmentation/trainaug.txt", "2007_000001\n");
        Assert.Contains("not a PNG", Complaint(() => Reader(_tree, DatasetLayout.Voc, "voc-15-5", "voc", Small).At(0)), StringComparison.Ordinal);
    }

    private static IEnumerable<byte> Neighbours(TrainingSample sample, int i)
    {
        for (int dy = -3; dy <= 3; dy++)
        {
            for (int dx = -3; dx <= 3; dx++)
            {
                int x = i % sample.Side + dx, y = i / sample.Side + dy;
                if (x >= 0 && y >= 0 && x < sample.Side && y < sample.Side) yield return sample.Labels[y * sample.Side + x];
            }
        }
    }

    private void AddVoc(string stem, params ushort[] ids) => AddVoc(_tree, stem, ids);

    private static void AddVoc(DatasetTree tree, string stem, params ushort[] ids) => tree.Add($"JPEGImages/{stem}.jpg", $"SegmentationClassAug/{stem}.png", ids);

    private TrainingReader Voc(AugmentationOptions options)
    {
        var stems = Directory.EnumerateFiles(Path.Combine(_tree.Root, "SegmentationClassAug")).Select(path => Path.GetFileNameWithoutExtension(path));
        _tree.Text("ImageSets/Segmentation/trainaug.txt", string.Join('\n', stems));
        return Reader(_tree, DatasetLayout.Voc, "voc-15-5", "voc", options);
    }

    private static IEnumerable<string> NamesOf(TrainingReader reader) =>
        Enumerable.Range(0, 30).SelectMany(p => reader.At(p).Labels).Distinct().Where(l => l != 255).Select(l => reader.SeenNames[l - 1]).Order(StringComparer.Ordinal);

    private static TrainingReader Reader(DatasetTree tree, DatasetLayout layout, string split, string convention, AugmentationOptions options)
    {
        var classes = DatasetTree.Split(split);
        return new(layout.Find(tree.Root), new(classes, LabelConvention.Of(convention, classes.Classes.Count)), options, seed: 1);
    }
}
