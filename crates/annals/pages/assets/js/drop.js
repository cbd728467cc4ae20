// A file dropped anywhere on the page goes into the form's file field and is sent at once.
export function start(area) {
  const field = area.querySelector("input[type=file]");
  let depth = 0;
  const over = (on) => area.classList.toggle("over", on);
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragenter", (event) => holdsFiles(event) && over(++depth > 0));
  document.addEventListener("dragleave", (event) => holdsFiles(event) && over(--depth > 0));
  document.addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    over(false);
    depth = 0;
    field.files = event.dataTransfer.files;
    field.form.requestSubmit();
  });
}
