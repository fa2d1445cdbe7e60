#nullable disable
namespace Akka.Actor.Internal;
