using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Datasets.Tests.GroundTruth;

/// <summary>Both subsets of every data set, on small trees in exactly the published layout.</summary>
public sealed class PublishedTruthTests : IDisposable
{
    private const string Instances = """
        {"images":[{"id":9,"file_name":"000000000009.jpg","width":40,"height":30},{"id":25,"file_name":"000000000025.jpg","width":40,"height":30}],
         "categories":[{"id":44,"name":"bottle","supercategory":"kitchen"},{"id":1,"name":"person","supercategory":"person"}],
         "annotations":[{"id":1,"image_id":9,"category_id":1,"iscrowd":0,"segmentation":[[0,0,20,0,20,30,0,30]],"area":600,"bbox":[0,0,20,30]},
                        {"id":2,"image_id":9,"category_id":44,"iscrowd":1,"segmentation":{"size":[30,40],"counts":[0,30,1170]},"area":30,"bbox":[0,0,1,30]}]}
        """;

    private static readonly string[] Classes = ["bottle", "cat", "person"];
    private readonly ScratchFolder _folder = new();
    private readonly DatasetTree _tree;

    public PublishedTruthTests() => _tree = new(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("voc", "JPEGImages/{0}.jpg", "SegmentationClassAug/{0}.png", "JPEGImages/{0}.jpg", "SegmentationClass/{0}.png", "2007_000032", "2007_000033", "ImageSets/Segmentation/{1}.txt")]
    [InlineData("coco-stuff", "train2017/{0}.jpg", "stuffthingmaps/train2017/{0}.png", "val2017/{0}.jpg", "stuffthingmaps/val2017/{0}.png", "000000000009", "000000000139", null)]
    [InlineData("coco-stuff", "images/train2017/{0}.jpg", "stuffthingmaps_trainval2017/train2017/{0}.png", "images/val2017/{0}.jpg", "stuffthingmaps_trainval2017/val2017/{0}.png", "000000000009", "000000000139", null)]
    [InlineData("context-59", "JPEGImages/{0}.jpg", "SegmentationClassContext/{0}.png", "JPEGImages/{0}.jpg", "SegmentationClassContext/{0}.png", "2008_000002", "2008_000003", "ImageSets/SegmentationContext/{1}.txt")]
    [InlineData("context-60", "JPEGImages/{0}.jpg", "SegmentationClassContext/{0}.png", "JPEGImages/{0}.jpg", "SegmentationClassContext/{0}.png", "2008_000002", "2008_000003", "ImageSets/SegmentationContext/{1}.txt")]
    [InlineData("ade20k-150", "images/training/{0}.jpg", "annotations/training/{0}.png", "images/validation/{0}.jpg", "annotations/validation/{0}.png", "ADE_train_00000001", "ADE_val_00000001", null)]
    [InlineData("cityscapes-19", "leftImg8bit/train/ulm/{0}_leftImg8bit.png", "gtFine/train/ulm/{0}_gtFine_labelIds.png", "leftImg8bit/val/bonn/{0}_leftImg8bit.png", "gtFine/val/bonn/{0}_gtFine_labelIds.png", "ulm_000000_000019", "bonn_000000_000019", null)]
    public void BothSubsets_AreFound_AndNothingOfTheOther(string kind, string trainImage, string trainMap, string valImage, string valMap, string train, string val, string? list)
    {
        foreach (var (image, map, stem) in new[] { (trainImage, trainMap, train), (valImage, valMap, val) }) _tree.Add(string.Format(null, image, stem), string.Format(null, map, stem), 1, 2, 255);
        if (list is not null)
        {
            foreach (var (subset, stem) in new[] { (kind == "voc" ? "trainaug" : "train", train), ("val", val) }) _tree.Text(string.Format(null, list, "", subset), stem + "\n");
        }

        foreach (var (subset, image, map, stem) in new[] { (DatasetSubset.Train, trainImage, trainMap, train), (DatasetSubset.Val, valImage, valMap, val) })
        {
            var file = Assert.Single(PublishedTruth.Find(kind, subset, _tree.Root, []));
            Assert.Equal((_folder[string.Format(null, image, stem)], _folder[string.Format(null, map, stem)]), (file.Image, file.Labels));
            Assert.Equal([1, 2, 255], file.ReadLabels().Ids.Distinct().Select(id => (int)id));
            Assert.EndsWith("/" + Path.ChangeExtension(Path.GetFileName(file.Image), null), "/" + file.Name, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("images/train2017", "annotations/instances_train2017.json", DatasetSubset.Train)]
    [InlineData("val2017", "annotations/instances_val2017.json", DatasetSubset.Val)]
    public void CocoInstances_AreTruth_ByTheNamesOfTheirCategories(string pictures, string json, DatasetSubset subset)
    {
        _tree.Text(json, Instances);
        foreach (var stem in new[] { "000000000009", "000000000025" }) _tree.Add($"{pictures}/{stem}.jpg", "unused.png", 0);
        var files = PublishedTruth.Find("coco-instances", subset, _tree.Root, Classes);
        Assert.Equal(["000000000009", "000000000025"], files.Select(file => file.Name));
        var ids = files[0].ReadLabels().Ids;
        Assert.Equal((30, 570, 600), (ids.Count(id => id == 0), ids.Count(id => id == 2), ids.Count(id => id == 255)));     // the crowd lies on top, what nobody marked has no label
        Assert.All(files[1].ReadLabels().Ids, id => Assert.Equal(255, id));
        var reader = new TrainingReader(files, new(new("three", Classes, [true, true, false]), LabelConvention.Of(PublishedTruth.ConventionOf("coco-instances", ""), 3)), new() { Crop = 30, LeastScale = 1, LargestScale = 1 }, 1);
        Assert.Equal(["bottle", "cat"], reader.SeenNames);
        Assert.Equal([1, 255], Enumerable.Range(0, 20).SelectMany(position => reader.At(position).Labels).Distinct().Order().Select(label => (int)label));
    }

    [Fact]
    public void CocoPanoptic_IsTruth_WithItsFolderOfPngs()
    {
        _tree.Text("annotations/panoptic_val2017.json", """
            {"images":[{"id":139,"file_name":"000000000139.jpg","width":2,"height":1}],"categories":[{"id":1,"name":"person","isthing":1},{"id":200,"name":"cat","isthing":0}],
             "annotations":[{"image_id":139,"file_name":"000000000139.png","segments_info":[{"id":7000,"category_id":200,"area":1,"iscrowd":0,"bbox":[0,0,1,1]}]}]}
            """);
        Directory.CreateDirectory(_folder["annotations/panoptic_val2017"]);
        File.WriteAllBytes(_folder["annotations/panoptic_val2017/000000000139.png"], ImageEncoder.EncodePng(new([7000 & 255, 7000 >> 8, 0, 0, 0, 0], 2, 1)));
        _tree.Add("val2017/000000000139.jpg", "unused.png", 0);
        Assert.Equal([1, 255], Assert.Single(PublishedTruth.Find("coco-panoptic", DatasetSubset.Val, _tree.Root, Classes)).ReadLabels().Ids);
    }

    [Fact]
    public void WhatIsMissing_IsSaid()
    {
        string Complaint(Func<object> act) => Assert.Throws<GroundTruthException>(act).Message;
        Assert.Contains("known are voc", Complaint(() => PublishedTruth.Find("coco", DatasetSubset.Val, _tree.Root, [])), StringComparison.Ordinal);
        Assert.Contains("instances_val2017.json", Complaint(() => PublishedTruth.Find("coco-instances", DatasetSubset.Val, _tree.Root, Classes)), StringComparison.Ordinal);
        _tree.Text("annotations/instances_val2017.json", Instances);
        Assert.Contains("images/val2017", Complaint(() => PublishedTruth.Find("coco-instances", DatasetSubset.Val, _tree.Root, Classes)), StringComparison.Ordinal);
        _tree.Add("val2017/000000000009.jpg", "unused.png", 0);
        Assert.Contains("no picture '000000000025.jpg'", Complaint(() => PublishedTruth.Find("coco-instances", DatasetSubset.Val, _tree.Root, Classes)), StringComparison.Ordinal);
        Assert.Contains("'bottle'", Complaint(() => PublishedTruth.Find("coco-instances", DatasetSubset.Val, _tree.Root, ["person"])), StringComparison.Ordinal);
        Assert.Contains("takes no list", Complaint(() => PublishedTruth.Find("coco-instances", DatasetSubset.Val, _tree.Root, Classes, "some.txt")), StringComparison.Ordinal);
        _tree.Text("annotations/instances_val2017.json", Instances.Replace("000000000025.jpg", "../../secret.jpg", StringComparison.Ordinal));
        Assert.Contains("leads out", Complaint(() => PublishedTruth.Find("coco-instances", DatasetSubset.Val, _tree.Root, Classes)), StringComparison.Ordinal);
    }
}
