using TorchSharp;

var sum = torch.ones(2, 3).sum().item<float>();
Console.WriteLine(sum);
